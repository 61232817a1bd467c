import SurveyModel
import TabularFiles
import TextFormats

extension DataExport {
  /// The answers as a data set of SPSS or Stata; the cost is linear in answers.
  ///
  /// What means no answer is user-missing in SPSS, each choice and reason with a code of its own (a
  /// lost answer is system-missing), and has a letter `.a` … `.z` in Stata. Among texts its code
  /// stands as a text. Codes that are no numbers get some, as ``CodeNumbers`` says; the codebook says
  /// which is which. The header is dated by ``lastDay``, not by the clock.
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
    var file = StatisticalFile(
      format: format, label: stamp == nil ? title : SyntheticData.shortStamp, notes: notes,
      variables: stamped, caseCount: count,
      weightVariable: format == .dta ? nil : "weight")
    file.date = lastDay?.text ?? StatisticalFile.undated
    return file
  }

  /// Lines of at most 80 bytes, as SPSS has them: the title, the stamp, and what the codes of orders
  /// are, which are texts that no program labels.
  private var notes: [String] {
    let orders = variables.compactMap { orderText(of: $0, named: $0.name) }
    return ([title] + (stamp ?? []) + orders).flatMap { text -> [String] in
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

  /// "rk: 1 First; 2 Second", of a question that puts choices in order; nil for others.
  func orderText(of variable: ExportVariable, named name: String) -> String? {
    let choices = variable.orderedChoices
    guard !choices.isEmpty else { return nil }
    return "\(name): "
      + choices.map { "\($0.name) \(text(of: $0.label) ?? "")".singleLine }.joined(separator: "; ")
  }

  private func statistical(
    _ variable: ExportVariable, name: String, _ format: StatisticalFile.Format
  ) -> StatisticalVariable {
    var made = StatisticalVariable(
      name: name, label: variable.label.text(in: options.language) ?? variable.name,
      measure: variable.measure, values: .numbers([]))
    switch variable.content {
    case .texts(let texts):
      made.values = .texts(texts.enumerated().map { variable.missing[$0]?.name ?? $1 })
      made.missing = variable.missingTexts.map { .value(.text($0)) }
    case .numbers(let numbers, let unit):
      made.format = unit.format(in: format, fractionDigits: Self.fractionDigits(of: numbers, unit))
      made.values = .numbers(variable.filling(numbers.map { unit.number($0, in: format) }, format))
    case .codes(let places, let codes):
      let numbers = places.map { $0 < 0 ? Double.nan : codes[Int($0)].number }
      made.values = .numbers(variable.filling(numbers, format))
      made.valueLabels = codes.map { .init(.number($0.number), text(of: $0.label) ?? $0.name) }
    }
    if case .numbers = made.values { declareMissing(of: variable, &made, format) }
    if made.format.isEmpty {
      made.format = made.formatByDigits(in: format, isWeight: variable.isWeight)
    }
    return made
  }

  /// How many decimals the seconds of times have: three at most.
  private static func fractionDigits(of numbers: [Double], _ unit: ExportVariable.Unit) -> Int {
    guard unit == .time || unit == .dateTime else { return 0 }
    return numbers.reduce(0) { most, number in
      guard most < 3, !number.isNaN else { return most }
      let milliseconds = Int((number.truncatingRemainder(dividingBy: 1) * 1000).rounded())
      return max(
        most, milliseconds % 10 != 0 ? 3 : milliseconds % 100 != 0 ? 2 : milliseconds != 0 ? 1 : 0)
    }
  }

  private func text(of label: Label) -> String? { label.text(in: options.language) }

  /// Labels and, in SPSS, declares what means no answer: each choice, and reasons that occur.
  private func declareMissing(
    of variable: ExportVariable, _ made: inout StatisticalVariable,
    _ format: StatisticalFile.Format
  ) {
    if format == .dta {
      let codes = variable.missing.codes.filter { !$0.sharesLetter }
      made.valueLabels += codes.map {
        .init(.tagged($0.letter), text(of: $0.label) ?? $0.reason.rawValue)
      }
      return
    }
    let codes = variable.missing.declared
    made.valueLabels += codes.map {
      .init(.number($0.number), text(of: $0.label) ?? $0.reason.rawValue)
    }
    let ranges = MissingAnswers.ranges(of: codes.map(\.number), among: variable.spssAnswers)
    made.missing = ranges?.single.map { .value(.number($0)) } ?? []
    if let range = ranges?.range { made.missing.append(.range(range.lowerBound, range.upperBound)) }
  }
}

extension ExportVariable {
  /// Whether cases may be counted by it.
  fileprivate var isWeight: Bool { question == nil && ["weight", "base_weight"].contains(name) }
}

extension DataExport {
  /// What stands in the field files, and in a CSV, and has no place in a data set.
  public func inexactNumbers(in format: StatisticalFile.Format) -> [Diagnostic] {
    func cells(_ isOfTime: Bool) -> [String] {
      variables.compactMap { variable in
        guard case .numbers(_, let unit) = variable.content, (unit != .plain) == isOfTime,
          !variable.exactTexts.isEmpty
        else { return nil }
        return "\(variable.name) (\(variable.exactTexts.count))"
      }
    }
    let (times, numbers) = (cells(true), cells(false))
    let place = SourceLocation(file: study.settings.id)
    var told: [Diagnostic] = []
    if !times.isEmpty {
      told.append(
        Diagnostic(
          .warning, "time-zone-dropped",
          "\(format.description) has no time zones and no fractions below a millisecond: the clock"
            + " on the wall stands there; cells that had more: \(times.joined(separator: ", "))",
          fix: "export to .csv to keep them as they are", at: place))
    }
    if !numbers.isEmpty {
      told.append(
        Diagnostic(
          .warning, "digits-dropped",
          "\(format.description) keeps about 16 digits of a number; cells that had more:"
            + " \(numbers.joined(separator: ", "))",
          fix: "export to .csv to keep them as they are, or ask for numbers that are names as text",
          at: place))
    }
    return told
  }

  /// What a format's rules change of the codes that mean no answer.
  public func missingCodeChanges(in format: StatisticalFile.Format) -> [Diagnostic] {
    let place = SourceLocation(file: study.settings.id)
    if format == .dta { return sharedLetters(at: place) + undeclaredTexts(format, at: place) }
    return movedCodes(at: place) + undeclaredTexts(format, at: place)
  }

  private func movedCodes(at place: SourceLocation) -> [Diagnostic] {
    let moved = changed { code in
      guard code.isMoved else { return nil }
      return "\(code.name) → \(ExportVariable.text(of: code.number))"
    }
    guard !moved.isEmpty else { return [] }
    return [
      Diagnostic(
        .warning, "missing-codes-moved",
        "SPSS allows a variable three values that mean no answer, or a range and one more; other"
          + " numbers stand for those of \(moved)",
        fix: "the codebook beside the file says which number is which code", at: place)
    ]
  }

  private func sharedLetters(at place: SourceLocation) -> [Diagnostic] {
    let shared = changed { $0.sharesLetter ? "\($0.name) as .\($0.letter)" : nil }
    guard !shared.isEmpty else { return [] }
    return [
      Diagnostic(
        .warning, "letters-shared",
        "Stata has 26 letters for what means no answer; further codes share that of their reason:"
          + " \(shared)",
        fix: "export to .sav or .csv to keep them apart", at: place)
    ]
  }

  private func undeclaredTexts(
    _ format: StatisticalFile.Format, at place: SourceLocation
  ) -> [Diagnostic] {
    let names = variables.filter { variable in
      guard case .texts = variable.content else { return false }
      let declared = format == .dta ? 0 : variable.missingTexts.count
      return declared < variable.missing.declared.count
    }.map(\.name)
    guard !names.isEmpty else { return [] }
    return [
      Diagnostic(
        .warning, "missing-texts-undeclared",
        "\(format.description) cannot say of every text that it means no answer; such texts stand"
          + " among the answers of \(names.joined(separator: ", "))",
        fix: "the codebook beside the file says which they are", at: place)
    ]
  }

  /// Variables with their codes that something is said of: `Q1 (97 → 7, 98 → 8)`.
  private func changed(_ words: (MissingAnswers.Code) -> String?) -> String {
    variables.compactMap { variable in
      let codes = variable.missing.declared.compactMap(words)
      return codes.isEmpty ? nil : "\(variable.name) (\(codes.joined(separator: ", ")))"
    }.joined(separator: ", ")
  }
}

extension ExportVariable {
  /// The numbers, with what stands for each missing one.
  fileprivate func filling(_ numbers: [Double], _ format: StatisticalFile.Format) -> [Double] {
    numbers.enumerated().map { row, number in
      guard let code = missing[row] else { return number }
      return format == .dta ? StatisticalVariable.missingNumber(tag: code.letter) : code.number
    }
  }

  /// Texts that SPSS is told to mean no answer: at most three, of eight bytes.
  fileprivate var missingTexts: [String] {
    let names = missing.declared.map(\.name)
    return names.count <= 3 && names.allSatisfy { $0.utf8.count <= 8 } ? names : []
  }

  /// Numbers that are answers, as SPSS has them, ascending.
  fileprivate var spssAnswers: [Double] {
    switch content {
    case .codes(_, let codes): codes.map(\.number).sorted()
    case .numbers(let numbers, let unit):
      Set(numbers.lazy.filter { !$0.isNaN }.map { unit.number($0, in: .sav) }).sorted()
    case .texts: []
    }
  }
}

extension ExportVariable.Unit {
  /// > IBM, *SPSS Statistics Command Syntax Reference*, Variable Types and Formats: TIME11.2,
  /// > DATETIME23.2. Stata, *datetime display formats*: `.ss` of a second.
  fileprivate func format(in format: StatisticalFile.Format, fractionDigits: Int) -> String {
    let (digits, isWhole) = (fractionDigits, fractionDigits == 0)
    let fraction = isWhole ? "" : "." + String(repeating: "s", count: digits)
    return switch (self, format) {
    case (.plain, _): ""
    case (.date, .dta): "%td"
    case (.dateTime, .dta): isWhole ? "%tc" : "%tcDDmonCCYY_HH:MM:SS\(fraction)"
    case (.time, .dta): "%tcHH:MM:SS\(fraction)"
    case (.date, _): "EDATE10"
    case (.dateTime, _): isWhole ? "DATETIME20" : "DATETIME\(21 + digits).\(digits)"
    case (.time, _): isWhole ? "TIME8" : "TIME\(9 + digits).\(digits)"
    }
  }

  /// Days and seconds since 1970 as the program counts them.
  fileprivate func number(_ number: Double, in format: StatisticalFile.Format) -> Double {
    let (spss, stata) =
      (Double(StatisticalDateFormat.spssEpoch), Double(StatisticalDateFormat.stataEpoch))
    return switch (self, format) {
    case (.time, .dta): (number * 1000).rounded()
    case (.plain, _), (.time, _): number
    case (.date, .dta): number + stata
    case (.dateTime, .dta): ((number + stata * 86_400) * 1000).rounded()
    case (.date, _): (number + spss) * 86_400
    case (.dateTime, _): number + spss * 86_400
    }
  }
}
