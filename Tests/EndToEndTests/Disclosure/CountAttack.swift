/// Counts of answers under the rule of the cell: not yet attacked.
struct CountAttack {
  let sheets: PublicSheets
  let figures: [PublishedFigure]
  let interviews: [Place: Int]
  let truth: Truth

  func report() -> AttackReport { AttackReport() }
}
