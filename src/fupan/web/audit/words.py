"""What people did, in words: the acts and kinds of the audit log in both languages."""

from __future__ import annotations

ACTS = {
    "create": ("新建", "made"),
    "change": ("修改", "changed"),
    "close": ("停用", "closed"),
    "open": ("打开", "opened"),
    "reopen": ("恢复", "opened again"),
    "give a role": ("授予角色", "gave a role"),
    "end a role": ("结束角色", "ended a role"),
    "take back the end of a role": ("撤销“结束角色”", "took the end of a role back"),
    "take back the end of a delegation": ("撤销“结束代理”", "took the end of a deputyship back"),
    "delegate": ("委托代理", "delegated"),
    "end a delegation": ("结束代理", "ended a deputyship"),
    "reset second factor": ("清除两步验证", "took second factors away"),
    "make a one-time link": ("生成一次性链接", "made a one-time link"),
    "change password": ("修改密码", "changed the password"),
    "sign in": ("登录", "signed in"),
    "link a sign-in": ("关联登录方式", "linked a way to sign in"),
    "sign in failed": ("登录失败", "failed to sign in"),
    "join": ("加入", "joined"),
    "leave": ("移出", "left"),
    "delete": ("删除", "deleted"),
    "lock": ("锁定", "locked"),
    "ask": ("发起填报", "asked"),
    "extend": ("延期", "extended"),
    "assign": ("改派填写人", "asked somebody else"),
    "remind": ("催填", "reminded"),
    "share": ("共享", "shared"),
    "bring back": ("撤销删除", "brought back"),
    "comment": ("评论", "commented"),
    "export": ("导出", "exported"),
    "make a token": ("新建令牌", "made a token"),
    "revoke a token": ("撤销令牌", "revoked a token"),
    "reset": ("重置", "reset"),
    "run": ("运行", "ran"),
    "try again": ("重试", "tried again"),
    "trial mail": ("试发邮件", "sent a trial mail"),
    "trial mail failed": ("试发邮件失败", "failed to send a trial mail"),
    "token refused": ("拒绝令牌", "refused a token"),
}
KINDS = {
    "account": ("账号", "account"),
    "delegation": ("代理", "deputyship"),
    "cause": ("原因与措施", "cause and measure"),
    "round of causes": ("原因与措施的填报", "round of causes"),
    "token": ("令牌", "token"),
    "view": ("视图", "view"),
    "board": ("看板", "board"),
    "answer": ("自助分析的结果", "answer of the explorer"),
    "rows": ("明细", "rows"),
    "document": ("文档", "document"),
    "directory group": ("目录组", "directory group"),
    "job": ("后台任务", "background job"),
    "mail": ("邮件", "mail"),
    "audit log": ("审计记录", "audit log"),
}


def in_words(words: dict[str, tuple[str, str]], name: str, *, english: bool) -> str:
    """An act or a kind in words; one that has none is told by its name."""
    zh, en = words.get(name, (name, name))
    return en if english else zh
