-- A row is the model whose links readers follow, with its own threshold in bits; none before the first linking.
SELECT m.version, m.threshold FROM linkage_model m WHERE m.state = 'published'
