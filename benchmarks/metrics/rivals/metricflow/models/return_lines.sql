select * from read_parquet('{{ env_var("FACTS") }}/return_lines.parquet') where not intercompany
