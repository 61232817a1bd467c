import TabularFiles

/// The fields of a column as places among its distinct texts.
struct InternedColumn {
  /// One for each of the rows asked for.
  let identifiers: [Int32]
  let texts: [String]

  init(_ table: FieldTable, column: Int, rows: [Int]) {
    let distinct = table.distinctTexts(column: column, rows: rows)
    (identifiers, texts) = (distinct.identifiers, distinct.texts)
  }
}
