"""Sign-in 第三方登录: by the company's Feishu, DingTalk, WeCom or OpenID Connect; it opens accounts that exist, never a right."""
