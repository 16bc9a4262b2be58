"""Plan 规划: targets set, broken down, agreed, frozen and changed by rule. Pure functions: tables in, tables out."""
