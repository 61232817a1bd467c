extension HTMLRenderer {
  /// A numbered table.
  mutating func table(_ table: Table) {
    tableCount += 1
    let title = "\(language.pick("Таблица", "Table"))\u{A0}\(tableCount)."
    self.table(table, id: "table-\(tableCount)", title: title)
  }

  /// A table in a frame that scrolls where it is too wide, with its footnotes.
  mutating func table(_ table: Table, id: String, title: String) {
    let legend = SuppressionLegend(table)
    scope("div", ["class": table.columns.count > 9 ? "table wide" : "table"]) { renderer in
      renderer.scope(
        "div",
        [
          "class": "scroll", "role": "region", "tabindex": "0",
          "aria-labelledby": "\(id)-caption",
        ]
      ) { renderer in
        renderer.scope("table", ["id": id]) { renderer in
          renderer.caption(table, id: id, title: title)
          renderer.tableHead(table)
          renderer.tableBodies(table, legend)
        }
      }
      renderer.footnotes(table, legend)
    }
  }

  private mutating func caption(_ table: Table, id: String, title: String) {
    scope("caption", ["id": "\(id)-caption"]) { renderer in
      renderer.scope("span", ["class": "fixed"]) { renderer in
        renderer.markup.element("b", text: title)
        renderer.markup.text(" ")
        renderer.prose(table.caption)
        if let stamp = renderer.document.stamp {
          renderer.markup.element("small", ["class": "stamped"], text: stamp)
        }
      }
    }
  }

  private mutating func tableHead(_ table: Table) {
    scope("thead") { renderer in
      if !table.columnGroups.isEmpty {
        renderer.scope("tr") { renderer in
          for group in table.columnGroups { renderer.columnGroup(group) }
        }
      }
      renderer.scope("tr") { renderer in
        for column in table.columns {
          let heading = table.heading(of: column, in: renderer.language)
          let alignment = column.unit == nil ? "" : heading.count < 9 ? "n short" : "n"
          renderer.markup.element("th", ["scope": "col", "class": alignment], text: heading)
        }
      }
    }
    markup.newline()
  }

  private mutating func columnGroup(_ group: Table.ColumnGroup) {
    guard !group.label.isEmpty else {
      markup.element("td", ["colspan": String(group.span)], text: "")
      return
    }
    markup.element(
      "th", ["scope": "colgroup", "colspan": String(group.span), "class": "group"],
      text: group.label)
  }

  /// A body for each heading row and the rows below it.
  private mutating func tableBodies(_ table: Table, _ legend: SuppressionLegend) {
    var start = table.rows.startIndex
    while start < table.rows.endIndex {
      let next =
        table.rows[(start + 1)...].firstIndex { $0.kind == .heading } ?? table.rows.endIndex
      scope("tbody") { renderer in
        for row in table.rows[start..<next] { renderer.row(row, of: table, legend) }
      }
      start = next
    }
  }

  private mutating func row(_ row: Table.Row, of table: Table, _ legend: SuppressionLegend) {
    if row.kind == .heading {
      scope("tr", ["class": "heading"]) { renderer in
        renderer.scope(
          "th", ["scope": "rowgroup", "colspan": String(table.columns.count)]
        ) { renderer in
          renderer.content(row.cells.first ?? .empty, nil, legend)
        }
      }
    } else {
      scope("tr", ["class": row.kind == .emphasized ? "emphasized" : ""]) { renderer in
        for index in table.columns.indices {
          let cell = index < row.cells.count ? row.cells[index] : .empty
          renderer.cell(cell, in: table.columns[index], isFirst: index == 0, legend)
        }
      }
    }
    markup.newline()
  }

  private mutating func cell(
    _ cell: Table.Cell, in column: Table.Column, isFirst: Bool, _ legend: SuppressionLegend
  ) {
    let alignment = column.unit == nil ? "" : "n"
    if isFirst {
      scope("th", ["scope": "row", "class": alignment]) { $0.content(cell, column.unit, legend) }
    } else {
      scope("td", ["class": alignment]) { $0.content(cell, column.unit, legend) }
    }
  }

  private mutating func content(
    _ cell: Table.Cell, _ unit: Number.Unit?, _ legend: SuppressionLegend
  ) {
    switch cell {
    case .text(let prose): self.prose(prose)
    case .number(let number):
      let style: NumberStyle = number.unit == unit ? .table : .mixedTable
      markup.text(number.text(in: language, style))
    case .suppressed(let reason): suppressed(reason, legend)
    case .empty: markup.text("—")
    }
  }

  private mutating func suppressed(_ reason: Suppression, _ legend: SuppressionLegend) {
    scope("span", ["title": reason.text(in: language)]) { renderer in
      renderer.markup.text("…")
      if let number = legend.number(of: reason) {
        renderer.markup.element("sup", text: String(number))
      }
    }
  }

  private mutating func footnotes(_ table: Table, _ legend: SuppressionLegend) {
    for reason in legend.reasons {
      scope("p", ["class": "footnote"]) { renderer in
        renderer.suppressed(reason, legend)
        renderer.markup.text(" — \(reason.text(in: renderer.language)).")
      }
    }
    for footnote in table.footnotes {
      scope("p", ["class": "footnote"]) { $0.prose(footnote) }
    }
  }
}

/// The different reasons for which cells of a table are not shown, in the order of their cells.
struct SuppressionLegend: Hashable, Sendable {
  private(set) var reasons: [Suppression] = []

  init(_ table: Table) {
    for cell in table.rows.flatMap(\.cells) {
      guard case .suppressed(let reason) = cell, !reasons.contains(reason) else { continue }
      reasons.append(reason)
    }
  }

  /// The number that stands at a cell; nil where there is only one reason.
  func number(of reason: Suppression) -> Int? {
    guard reasons.count > 1 else { return nil }
    return reasons.firstIndex(of: reason).map { $0 + 1 }
  }
}

extension Table {
  /// A column's label, and the unit that its bare numbers need; a table of nothing but percentages
  /// and bases whose caption says «%» need not repeat it in every column.
  func heading(of column: Column, in language: Language) -> String {
    let points = language.pick("п.\u{A0}п.", "pp")
    switch column.unit {
    case .share where !column.label.contains("%") && !captionNamesPercent(in: language):
      return "\(column.label), %"
    case .shareDifference where !column.label.contains(language.pick("п.", "pp")):
      return "\(column.label), \(points)"
    default: return column.label
    }
  }

  private func captionNamesPercent(in language: Language) -> Bool {
    let units = columns.compactMap(\.unit)
    return units.allSatisfy { $0 == .share || $0 == .count }
      && caption.plainText(in: language).contains("%")
  }
}
