import SurveyModel
import TabularFiles
import TextFormats

extension DataExport {
  /// The answers as a data set of SPSS or Stata; the cost is linear in answers.
  ///
  /// Reasons of a missing answer become the field files' codes, declared as user-missing, in SPSS
  /// (reasons without a code are system-missing), and the letters `.a` … `.f` in Stata. A list with
  /// codes that are no numbers is numbered from 1; the codebook says which is which. The header is
  /// dated by ``lastDay``, not by the clock.
  public func statisticalFile(_ format: StatisticalFile.Format) -> StatisticalFile {
    let names = names(for: format)
    var stamped = zip(variables, names).map { statistical($0, name: $1, format) }
    if let stamp {
      stamped.append(
        StatisticalVariable(
          name: SyntheticData.name, label: stamp[0], measure: .nominal,
          valueLabels: [.init(.number(1), stamp[0])],
          values: .numbers(Array(repeating: 1, count: count))))
    }
    let label = stamp?[0] ?? title
    var file = StatisticalFile(
      format: format, label: label.cut(to: format == .dta ? 80 : 64), notes: notes,
      variables: stamped, caseCount: count,
      weightVariable: format == .dta ? nil : "weight")
    file.date = lastDay?.text ?? StatisticalFile.undated
    return file
  }

  /// Lines of at most 80 bytes, as SPSS has them.
  private var notes: [String] {
    ([title] + (stamp ?? [])).flatMap { text -> [String] in
      var lines = [""]
      for word in text.split(separator: " ") {
        let longer = (lines[lines.count - 1] + " " + word).trimmed
        if longer.utf8.count <= 80 {
          lines[lines.count - 1] = longer
        } else {
          lines.append(String(word).cut(to: 80))
        }
      }
      return lines
    }
  }

  private func statistical(
    _ variable: ExportVariable, name: String, _ format: StatisticalFile.Format
  ) -> StatisticalVariable {
    var made = StatisticalVariable(
      name: name, label: variable.label.text(in: options.language) ?? variable.name,
      measure: variable.measure, values: .numbers([]))
    switch variable.content {
    case .texts(let texts): made.values = .texts(texts)
    case .numbers(let numbers, let unit):
      made.format = unit.format(in: format)
      made.values = .numbers(variable.filling(numbers.map { unit.number($0, in: format) }, format))
    case .codes(let places, let codes):
      let numbers = places.map { $0 < 0 ? Double.nan : codes[Int($0)].number }
      made.values = .numbers(variable.filling(numbers, format))
      made.valueLabels = codes.filter { format != .dta || $0.missing == nil }.map {
        .init(.number($0.number), $0.label.text(in: options.language) ?? $0.name)
      }
    }
    addReasons(of: variable, to: &made, format)
    return made
  }

  private func addReasons(
    of variable: ExportVariable, to made: inout StatisticalVariable,
    _ format: StatisticalFile.Format
  ) {
    guard case .numbers = made.values else { return }
    let used = MissingReason.allCases.filter { variable.missing.contains($0) }
    if format == .dta {
      made.valueLabels += used.map {
        .init(.tagged($0.letter), $0.label.text(in: options.language) ?? $0.rawValue)
      }
      return
    }
    let labelled = Set(made.valueLabels.map(\.value))
    for (reason, number) in variable.reasonCodes.sorted(by: { $0.value < $1.value })
    where !labelled.contains(.number(number)) && used.contains(reason) {
      made.valueLabels.append(
        .init(.number(number), reason.label.text(in: options.language) ?? reason.rawValue))
    }
    made.missing = variable.userMissing(used)
  }
}

extension ExportVariable {
  /// The numbers, with what stands for each missing one.
  fileprivate func filling(_ numbers: [Double], _ format: StatisticalFile.Format) -> [Double] {
    zip(numbers, missing).map { number, reason in
      guard let reason else { return number }
      if format == .dta { return StatisticalVariable.missingNumber(tag: reason.letter) }
      return reasonCodes[reason] ?? .nan
    }
  }

  /// At most three values, or one range, as SPSS allows.
  fileprivate func userMissing(_ used: [MissingReason]) -> [StatisticalVariable.MissingValues] {
    var numbers = Set(used.compactMap { reasonCodes[$0] })
    if case .codes(_, let codes) = content {
      numbers.formUnion(codes.filter { $0.missing != nil }.map(\.number))
    }
    let sorted = numbers.sorted()
    if sorted.count <= 3 { return sorted.map { .value(.number($0)) } }
    let isFree = !answers.contains { sorted[0] <= $0 && $0 <= sorted[sorted.count - 1] }
    if isFree { return [.range(sorted[0], sorted[sorted.count - 1])] }
    return sorted.prefix(3).map { .value(.number($0)) }
  }

  /// Numbers that are answers.
  private var answers: [Double] {
    switch content {
    case .codes(_, let codes): codes.filter { $0.missing == nil }.map(\.number)
    case .numbers(let numbers, _): numbers.filter { !$0.isNaN }
    case .texts: []
    }
  }
}

extension MissingReason {
  /// Stata's letter for it: `.a` for the first reason, and so on.
  var letter: Character {
    let place = UInt8(MissingReason.allCases.firstIndex(of: self) ?? 0)
    return Character(UnicodeScalar(0x61 + place))
  }
}

extension ExportVariable.Unit {
  fileprivate func format(in format: StatisticalFile.Format) -> String {
    switch (self, format) {
    case (.plain, _): ""
    case (.date, .dta): "%td"
    case (.dateTime, .dta): "%tc"
    case (.time, .dta): ""
    case (.date, _): "EDATE10"
    case (.dateTime, _): "DATETIME20"
    case (.time, _): "TIME8"
    }
  }

  /// Days and seconds since 1970 as the program counts them.
  fileprivate func number(_ number: Double, in format: StatisticalFile.Format) -> Double {
    let (spss, stata) =
      (Double(StatisticalDateFormat.spssEpoch), Double(StatisticalDateFormat.stataEpoch))
    return switch (self, format) {
    case (.plain, _), (.time, _): number
    case (.date, .dta): number + stata
    case (.dateTime, .dta): (number + stata * 86_400) * 1000
    case (.date, _): (number + spss) * 86_400
    case (.dateTime, _): number + spss * 86_400
    }
  }
}
