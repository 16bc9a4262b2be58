select * from read_parquet('{{ env_var("FACTS") }}/regions.parquet')
