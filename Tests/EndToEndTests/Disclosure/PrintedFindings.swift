/// Figures about too few people that simply stand there.
extension Attack {
  var printedFindings: [Finding] {
    var seen: Set<PublishedFigure> = []
    return figures.compactMap { figure in
      var sight = figure
      (sight.range, sight.source) = (0...0, "")
      guard seen.insert(sight).inserted, let people = tooFew(figure) else { return nil }
      return Finding(
        kind: .printed,
        words: "\(figure.place): \(figure.quantity) of \(figure.measured?.description ?? "people")"
          + " of \(figure.cell.words) in \(figure.source)",
        people: people, interval: figure.range, implied: figure.range)
    }
  }

  /// How many people a printed figure is about, where they are fewer than they have to be.
  private func tooFew(_ figure: PublishedFigure) -> Int? {
    let base = sheets.minimumBase
    if figure.cell["@run"] != nil { return nil }
    func few(_ cell: Cell, _ measured: Measured?, under limit: Int) -> Int? {
      guard let count = tally.count(cell, measured, at: figure.place) else { return nil }
      return (1..<limit).contains(count) ? count : nil
    }
    switch figure.quantity {
    case .share, .assigned: return nil
    case .mean, .comparedMean, .total, .count, .weight, .coefficient:
      return few(figure.cell, figure.measured, under: base)
    case .sampleShare:
      return few(figure.cell, nil, under: sheets.minimumCell)
    case .answers:
      let value = Int(figure.range.lowerBound)
      return (1..<base).contains(value) ? value : few(figure.cell, figure.measured, under: base)
    case .difference(let other):
      return few(figure.cell, figure.measured, under: base)
        ?? few(other, figure.measured, under: base)
    case .quantile:
      return tally.shorterSide(figure).flatMap { $0 < base ? $0 : nil }
    }
  }
}
