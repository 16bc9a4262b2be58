select * from read_parquet('{{ env_var("FACTS") }}/order_lines.parquet') where not cancelled and not intercompany
