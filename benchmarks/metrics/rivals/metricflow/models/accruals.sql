select * from read_parquet('{{ env_var("FACTS") }}/accruals.parquet')
