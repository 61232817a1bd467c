extension StackedBarPlot {
  /// Draws legend and bars; the answers apart from the scale stand behind a gap.
  func draw(in drawing: inout Drawing) {
    drawing.legend(
      categories.indices.map { index in
        LegendEntry(sign: .fill(fill(of: index)), text: categories[index].name)
      })
    let bases = bars.map { text(of: $0.base, in: drawing.sheet.language) }
    let layout = RowLayout(drawing.sheet, labels: bars.map(\.label), values: bases)
    for (bar, base) in zip(bars, bases) {
      let texts = RowTexts(
        label: layout.labelLines(bar.label), value: base.isEmpty ? [] : [base], plotHeight: 30)
      let middle = drawing.row(texts, layout)
      draw(bar, layout, at: middle, in: &drawing)
      if drawing.sheet.isNarrow { drawing.height += 4 }
    }
    drawing.height += 6
  }

  private func draw(
    _ bar: Bar, _ layout: RowLayout, at middle: Double, in drawing: inout Drawing
  ) {
    let small = Drawing.TextStyle(size: drawing.sheet.smallSize, colour: .muted)
    guard let shares = bar.shares else {
      drawing.text(bar.remark ?? "…", x: layout.plotStart, y: middle + 4, small)
      return
    }
    let gap = categories.contains { $0.role == .apart } ? 6.0 : 0
    let width = layout.plotEnd - layout.plotStart - gap
    var x = layout.plotStart
    var wasApart = false
    for (index, share) in zip(categories.indices, shares) where share > 0 {
      let isApart = categories[index].role == .apart
      if isApart, !wasApart { x += gap }
      wasApart = isApart
      let area = Area(x: x, y: middle - 11, width: share * width, height: 22)
      draw(share, fill(of: index), area, in: &drawing)
      x += share * width
    }
  }

  private func draw(_ share: Double, _ fill: Fill, _ area: Area, in drawing: inout Drawing) {
    drawing.rectangle(area, fill, border: fill.texture == .dotted ? .frame : .white)
    let text = Number.share(share).text(in: drawing.sheet.language, .bar)
    let size = drawing.sheet.smallSize
    guard TextMeasure.width(of: text, size: size) + 6 <= area.width else { return }
    let style = Drawing.TextStyle(
      size: size, colour: fill.colour.textColour, anchor: .middle,
      halo: fill.texture == .plain ? nil : fill.colour)
    drawing.text(text, x: area.x + area.width / 2, y: area.y + 15, style)
  }

  private func text(of base: Int?, in language: Language) -> String {
    base.map { "n\u{A0}=\u{A0}\(Number.count($0).text(in: language))" } ?? ""
  }

  /// Lower answers are hatched orange, upper ones plain blue, both stronger towards the ends;
  /// the middle is light grey, answers apart are dotted.
  func fill(of index: Int) -> Fill {
    switch categories[index].role {
    case .lower:
      let weakness = weakness(of: index, towardsEnd: false)
      return Fill(
        colour: Colour(0xA8480C).mixed(with: Colour(0xF6D9BF), weakness), texture: .hatched)
    case .upper:
      let weakness = weakness(of: index, towardsEnd: true)
      return Fill(colour: Colour(0x1F4E79).mixed(with: Colour(0xA9C6E2), weakness))
    case .neutral: return Fill(colour: Colour(0xF0F2F4))
    case .apart:
      let place = categories[..<index].count { $0.role == .apart }
      return Fill(
        colour: Colour(0xFFFFFF).mixed(with: Colour(0xBFC6CC), Double(place % 3) / 2),
        texture: .dotted)
    }
  }

  /// 0 for the strongest answer of a side, 1 for the weakest; a side of one answer is strong.
  private func weakness(of index: Int, towardsEnd: Bool) -> Double {
    let side = categories.indices.filter { categories[$0].role == categories[index].role }
    guard let place = side.firstIndex(of: index), side.count > 1 else { return 0 }
    let share = Double(place) / Double(side.count - 1)
    return towardsEnd ? 1 - share : share
  }
}
