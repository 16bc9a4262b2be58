"""The providers, where the library that signs in looks for them."""

from __future__ import annotations

from fupan.web.signin.dingtalk import DingTalkProvider
from fupan.web.signin.feishu import FeishuProvider
from fupan.web.signin.wecom import WeComProvider

provider_classes = [FeishuProvider, DingTalkProvider, WeComProvider]
