import SurveyModel

extension StatisticalFile {
  /// Longest text of a Stata variable, in bytes, before it becomes a `strL`.
  static let longestStataText = 2045

  /// What a format can hold of labels and texts.
  struct Limits {
    var fileLabel: TextLimit
    var variableLabel: TextLimit
    var valueLabel: TextLimit
    var text: TextLimit
  }

  /// > IBM, *SPSS Statistics Command Syntax Reference*, FILE LABEL (64 bytes in a file), VARIABLE
  /// > LABELS (255 bytes), VALUE LABELS (120 bytes), STRING (32,767 bytes). Stata, *limits*: 80
  /// > characters, 32,000 bytes.
  static func limits(of format: Format) -> Limits {
    switch format {
    case .sav, .zsav, .por:
      Limits(
        fileLabel: .bytes(64), variableLabel: .bytes(255), valueLabel: .bytes(120),
        text: .bytes(32_767))
    case .dta:
      Limits(
        fileLabel: .characters(80), variableLabel: .characters(80), valueLabel: .bytes(32_000),
        text: .bytes(2_000_000_000))
    }
  }

  /// The data set as the bytes of a file of its ``format``.
  ///
  /// What the format cannot hold is cut, labels at the end of a word, and named in a warning. The
  /// header names ``date``, at midnight, as the time of making: the same data give the same bytes.
  ///
  /// - Throws: `cannot-write` where a name or a value is none that the format allows.
  public func written(to path: String) throws(TabularFileError) -> (
    bytes: [UInt8], diagnostics: [Diagnostic]
  ) {
    let place = SourceLocation(file: path)
    var fitted = self
    let diagnostics = fitted.fit(StatisticalFile.limits(of: format), at: place)
    do {
      return (try StatisticalWriting(fitted).bytes, diagnostics)
    } catch {
      throw TabularFileError(
        "cannot-write", "\(format.description) cannot hold this: \(error.reason)",
        fix: "write another format (.sav, .dta, .csv)", at: place)
    }
  }

  private mutating func fit(_ limits: Limits, at place: SourceLocation) -> [Diagnostic] {
    let unlabelled = format == .dta ? dropLabelsOfOtherNumbers(at: place) : []
    var cuts: [(what: String, code: String, limit: TextLimit, names: [String])] = []
    func note(_ what: String, _ code: String, _ limit: TextLimit, _ name: String) {
      if let index = cuts.firstIndex(where: { $0.code == code }) {
        if cuts[index].names.last != name { cuts[index].names.append(name) }
      } else {
        cuts.append((what, code, limit, [name]))
      }
    }
    var diagnostics: [Diagnostic] = []
    let title = label.singleLine
    label = title.cutAtWord(limits.fileLabel)
    if label != title {
      diagnostics.append(
        Diagnostic(
          .warning, "file-label-cut",
          "the file's label is longer than \(limits.fileLabel.words) and was cut: '\(label)'",
          fix: "it stands whole in the file's notes", at: place))
    }
    for index in variables.indices {
      let name = variables[index].name
      if variables[index].cutLabel(limits) {
        note("labels of variables", "label-cut", limits.variableLabel, name)
      }
      if variables[index].cutValueLabels(limits) {
        note("value labels", "value-label-cut", limits.valueLabel, name)
      }
      if variables[index].cutTexts(limits) { note("texts", "text-cut", limits.text, name) }
    }
    return diagnostics + unlabelled
      + cuts.map { cut in
        let names = cut.names.prefix(10).joined(separator: ", ")
        let rest = cut.names.count > 10 ? " and \(cut.names.count - 10) more" : ""
        return Diagnostic(
          .warning, cut.code,
          "\(cut.what) longer than \(cut.limit.words) were cut, of \(names)\(rest)",
          fix: cut.code == "text-cut"
            ? "write .dta or .csv, which hold them whole"
            : "they stand whole in the codebook beside the file", at: place)
      }
  }

  /// Stata labels whole numbers of four bytes; ReadStat would give the label to the nearest of them.
  private mutating func dropLabelsOfOtherNumbers(at place: SourceLocation) -> [Diagnostic] {
    var dropped: [String] = []
    for index in variables.indices {
      let others = variables[index].valueLabels.filter { label in
        guard case .number(let number) = label.value else { return false }
        return number != number.rounded() || !Self.labelledByStata.contains(number)
      }
      guard !others.isEmpty else { continue }
      variables[index].valueLabels.removeAll(where: others.contains)
      dropped.append(
        "\(variables[index].name) (\(others.map(\.value.cell).joined(separator: ", ")))")
    }
    guard !dropped.isEmpty else { return [] }
    return [
      Diagnostic(
        .warning, "value-label-left-out",
        "Stata labels whole numbers up to 2147483620 only: no label stands in the file for"
          + " \(dropped.joined(separator: ", "))",
        fix: "the codebook beside the file has the labels; the numbers are as they were", at: place)
    ]
  }

  /// > Stata, *data types*: long; greater numbers are its missing values.
  private static let labelledByStata = -2_147_483_647.0...2_147_483_620.0
}

extension StatisticalVariable {
  /// - Returns: Whether anything was cut.
  fileprivate mutating func cutLabel(_ limits: StatisticalFile.Limits) -> Bool {
    let whole = label.singleLine
    label = whole.cutAtWord(limits.variableLabel)
    return label != whole
  }

  fileprivate mutating func cutValueLabels(_ limits: StatisticalFile.Limits) -> Bool {
    var isCut = false
    for index in valueLabels.indices {
      let whole = valueLabels[index].text.singleLine
      valueLabels[index].text = whole.cutAtWord(limits.valueLabel)
      isCut = isCut || valueLabels[index].text != whole
    }
    return isCut
  }

  fileprivate mutating func cutTexts(_ limits: StatisticalFile.Limits) -> Bool {
    guard case .texts(let texts) = values, texts.contains(where: limits.text.isExceeded)
    else { return false }
    values = .texts(texts.map { limits.text.beginning(of: $0) })
    return true
  }
}

extension String {
  /// At most so many bytes of UTF-8, whole characters only.
  package func cut(to limit: Int) -> String {
    guard utf8.count > limit else { return self }
    var length = 0
    var end = startIndex
    while end < endIndex {
      let next = self[end].utf8.count
      guard length + next <= limit else { break }
      length += next
      formIndex(after: &end)
    }
    return String(self[..<end])
  }

  /// Line breaks as spaces.
  package var singleLine: String {
    contains(where: \.isNewline) ? String(map { $0.isNewline ? " " : $0 }) : self
  }
}
