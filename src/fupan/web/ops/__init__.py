"""Operations 运行: health, logs, backup and restore, mail."""
