/// Where labels, bars or dots, and values of a chart of rows stand.
///
/// On a page the label stands left and the value right of the plot; on a telephone both stand
/// above it.
struct RowLayout: Hashable, Sendable {
  let sheet: Sheet
  /// Width of the labels; the sheet's on a telephone.
  let labelWidth: Double
  /// Width of the values; the sheet's on a telephone.
  let valueWidth: Double
  let plotStart: Double
  let plotEnd: Double

  /// - Parameters:
  ///   - labels: All labels; the longest decides, up to a third of the sheet.
  ///   - values: All texts at the right; empty where there are none.
  init(_ sheet: Sheet, labels: [String], values: [String]) {
    func widest(_ texts: [String], _ size: Double, _ limit: Double) -> Double {
      min(limit, texts.map { TextMeasure.width(of: $0, size: size) }.max() ?? 0)
    }
    self.sheet = sheet
    guard !sheet.isNarrow else {
      (labelWidth, valueWidth) = (sheet.width, sheet.width)
      (plotStart, plotEnd) = (14, sheet.width - 14)
      return
    }
    labelWidth = widest(labels, sheet.textSize, 260)
    valueWidth = widest(values, sheet.smallSize, 190)
    plotStart = max(20, labelWidth + 16)
    plotEnd = sheet.width - (valueWidth > 0 ? valueWidth + 14 : 20)
  }

  func labelLines(_ label: String) -> [String] {
    TextMeasure.lines(of: label, width: labelWidth, size: sheet.textSize)
  }

  func valueLines(_ value: String) -> [String] {
    TextMeasure.lines(of: value, width: max(valueWidth, 1), size: sheet.smallSize)
  }
}

/// A row's texts, broken into lines, and the height of the plot beside or below them.
struct RowTexts: Hashable, Sendable {
  var label: [String]
  var value: [String]
  var plotHeight: Double
}

extension Drawing {
  /// Draws a row's texts and moves below the row.
  ///
  /// - Returns: The middle of the plot's height.
  mutating func row(_ texts: RowTexts, _ layout: RowLayout) -> Double {
    sheet.isNarrow ? narrowRow(texts) : wideRow(texts, layout)
  }

  private mutating func wideRow(_ texts: RowTexts, _ layout: RowLayout) -> Double {
    let lines = max(texts.label.count, texts.value.count)
    let rowHeight = max(Double(lines) * sheet.lineHeight + 8, texts.plotHeight)
    let middle = height + rowHeight / 2
    text(texts.label, x: 0, y: firstBaseline(texts.label, middle), TextStyle(size: sheet.textSize))
    text(
      texts.value, x: sheet.width, y: firstBaseline(texts.value, middle),
      TextStyle(size: sheet.smallSize, colour: .muted, anchor: .end))
    height += rowHeight
    return middle
  }

  /// The value stands at the end of the label's last line where it fits, else below it.
  private mutating func narrowRow(_ texts: RowTexts) -> Double {
    height += sheet.lineHeight + 2
    text(texts.label, x: 0, y: height, TextStyle(size: sheet.textSize))
    height += Double(max(0, texts.label.count - 1)) * sheet.lineHeight
    let taken = TextMeasure.width(of: texts.label.last ?? "", size: sheet.textSize)
    let wanted = texts.value.map { TextMeasure.width(of: $0, size: sheet.smallSize) }.max() ?? 0
    if !texts.value.isEmpty, taken + wanted + 12 > sheet.width { height += sheet.lineHeight }
    text(
      texts.value, x: sheet.width, y: height,
      TextStyle(size: sheet.smallSize, colour: .muted, anchor: .end))
    height += Double(max(0, texts.value.count - 1)) * sheet.lineHeight
    let middle = height + 4 + texts.plotHeight / 2
    height += 4 + texts.plotHeight
    addStrip(height: texts.plotHeight)
    return middle
  }

  private func firstBaseline(_ lines: [String], _ middle: Double) -> Double {
    middle + 4.5 - Double(max(0, lines.count - 1)) * sheet.lineHeight / 2
  }
}
