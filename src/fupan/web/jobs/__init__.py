"""Jobs 后台任务: what takes longer than a page may, and what happens every day."""
