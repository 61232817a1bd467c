extension Axis {
  /// The ends of the axis: those asked for, or round numbers around the data.
  func range(of data: [Double], atMost count: Int = 6) -> ClosedRange<Double> {
    limits ?? Ticks.roundRange(of: data, atMost: count)
  }

  /// A tick's text: no more digits than tell the ticks apart, signs where differences are meant.
  func text(_ tick: Double, fractionDigits: Int, in language: Language) -> String {
    let isSigned = unit == .scoreDifference || unit == .shareDifference
    let isShare = unit == .share || unit == .shareDifference
    let digits = isShare ? max(0, fractionDigits - 2) : fractionDigits
    let text = Number.decimal(isShare ? tick * 100 : tick, digits: digits).text(in: language)
    let percent = unit == .share ? language.pick("\u{A0}%", "%") : ""
    return (isSigned && tick > 0 ? "+" : "") + text + percent
  }
}

extension Drawing {
  /// Grid lines across an area, from the left end of a scale to its right one.
  mutating func verticalGrid(_ scale: LinearScale, _ ticks: Ticks, _ strip: Strip) {
    uprights(ticks.values.filter { $0 != 0 }.map(scale.position), along: strip, .grid)
    uprights(ticks.values.filter { $0 == 0 }.map(scale.position), along: strip, .frame)
  }

  /// Tick texts and the axis's label, below what has been drawn.
  mutating func horizontalAxis(_ axis: Axis, _ scale: LinearScale, _ ticks: Ticks) {
    height += sheet.lineHeight
    for tick in ticks.values {
      text(
        axis.text(tick, fractionDigits: ticks.fractionDigits, in: sheet.language),
        x: scale.position(tick), y: height,
        TextStyle(size: sheet.smallSize, colour: .muted, anchor: .middle))
    }
    let width = min(sheet.width, max(scale.end - scale.start, sheet.width * 0.6))
    let lines = TextMeasure.lines(of: axis.label, width: width, size: sheet.smallSize)
    height += sheet.lineHeight + 2
    text(
      lines, x: max(width / 2, min(sheet.width - width / 2, (scale.start + scale.end) / 2)),
      y: height, TextStyle(size: sheet.smallSize, colour: .muted, anchor: .middle))
    height += Double(max(0, lines.count - 1)) * sheet.lineHeight + 6
  }
}
