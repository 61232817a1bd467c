import CityReports
import FactorAnalysis
import InnovationPotential
import Reporting

/// Estimates as text, CSV and JSON.
struct EstimateTables {
  let records: [EstimateRecord]
  let by: [String]
  /// Whether the records are contrasts, which have a p value and no cells.
  let isContrast: Bool

  func printed(_ format: OutputFormat, isSynthetic: Bool) -> String {
    switch format {
    case .text: textTable(isSynthetic).text + comparabilityText
    case .csv: table(isSynthetic).csv
    case .json:
      JSONValue.array(records.map { $0.json(withPValue: isContrast) }).text()
    }
  }

  /// A footnote for each score: what it is made without, why it is withheld or was not tested.
  private var comparabilityText: String {
    var seen: Set<String> = []
    let notes = records.compactMap(\.comparabilityNote).filter { seen.insert($0).inserted }
    return notes.isEmpty
      ? "" : "\n" + notes.flatMap { $0.wrapped(to: 98) }.map { $0 + "\n" }.joined()
  }

  private var groups: [String] { isContrast ? [] : by }

  /// All that a record says, a row each.
  private func table(_ isSynthetic: Bool) -> ResultTable {
    var table = ResultTable(
      [.text("question"), .text("choice"), .text("city"), .text("wave")]
        + groups.map { .text($0) }
        + [
          .text("statistic"), .number("estimate"), .number("standardError"),
          .number("degreesOfFreedom"), .number("lower"), .number("upper"), .number("level"),
          .number("designEffect"), .number("count"), .number("weightedCount"), .text("base"),
          .text("suppressed"), .text("comparability"), .text("freed"),
          .text("interval"),
        ] + (isContrast ? [.number("pValue")] : []), isSynthetic: isSynthetic)
    table.rows = records.map { record in
      cells(record) + [
        .text(record.statistic.name), DelimitedText.Field(record.estimate),
        DelimitedText.Field(record.standardError), DelimitedText.Field(record.degreesOfFreedom),
        DelimitedText.Field(record.lower), DelimitedText.Field(record.upper),
        .number(record.level), DelimitedText.Field(record.designEffect),
        DelimitedText.Field(record.shownCount),
        DelimitedText.Field(record.shownWeightedCount), .text(record.base.rawValue),
        DelimitedText.Field(record.suppressionWord),
        DelimitedText.Field(record.comparability?.name),
        .text(record.freed.joined(separator: " ")), .text(record.intervalKind),
      ] + (isContrast ? [DelimitedText.Field(record.pValue)] : [])
    }
    return table
  }

  private func textTable(_ isSynthetic: Bool) -> ResultTable {
    let level = DelimitedText.Field.number(100 * (records.first?.level ?? 0.95)).wholeText
    var table = ResultTable(
      [.text("question"), .text("choice"), .text("city"), .text("wave")]
        + groups.map { .text($0) }
        + [
          .text("statistic"), .number("estimate"), .number("SE"), .text("\(level) % interval"),
          isContrast ? .number("p") : .number("deff"), .number("n"),
        ], isSynthetic: isSynthetic)
    table.rows = records.map { record in
      cells(record, marksFreed: true) + [
        .text(record.statistic.name),
        record.suppressionWord.map { .text($0) } ?? DelimitedText.Field(record.estimate),
        DelimitedText.Field(record.standardError), .text(record.intervalText),
        DelimitedText.Field(isContrast ? record.pValue : record.designEffect),
        DelimitedText.Field(record.shownCount),
      ]
    }
    return table
  }

  private func cells(
    _ record: EstimateRecord, marksFreed: Bool = false
  ) -> [DelimitedText.Field] {
    [
      .text(record.question + (record.freed.isEmpty || !marksFreed ? "" : "†")),
      DelimitedText.Field(record.choice), .text(record.city),
      .text(record.wave),
    ] + (isContrast ? [] : record.by.map { .text($0.category) })
  }
}

extension DelimitedText.Field {
  /// Without decimals where there are none.
  var wholeText: String {
    if case .number(let number) = self, number == number.rounded() {
      return DelimitedText.Field.integer(Int(number)).shortText
    }
    return shortText
  }
}

extension EstimateRecord {
  fileprivate var intervalKind: String { isModelBased ? "model-based" : "design-based" }

  /// The base, unless it is itself too small to be told: that of a mean of few interviews.
  fileprivate var shownCount: Int? {
    if case .cell(let minimum) = suppression, count < minimum { return nil }
    return count
  }

  fileprivate var shownWeightedCount: Double? { shownCount == nil ? nil : weightedCount }

  fileprivate var suppressionWord: String? {
    switch suppression {
    case nil: isWithheld ? "not-comparable" : nil
    case .cell(let minimum): "cell<\(minimum)"
    case .base(let minimum): "base<\(minimum)"
    case .secondary: "secondary"
    }
  }

  fileprivate var intervalText: String {
    guard let lower, let upper else { return isFixedByWeighting ? "set by weighting" : "–" }
    return
      "\(DelimitedText.Field.number(lower).shortText) … \(DelimitedText.Field.number(upper).shortText)"
  }

  fileprivate func json(withPValue: Bool) -> JSONValue {
    let members: [JSONValue.Member] = [
      .init("question", .string(question)), .init("choice", JSONValue(choice)),
      .init("city", city.isEmpty ? .null : .string(city)),
      .init("wave", wave.isEmpty ? .null : .string(wave)),
      .init("by", .object(by.map { JSONValue.Member($0.group, .string($0.category)) })),
      .init("statistic", .string(statistic.name)), .init("estimate", JSONValue(estimate)),
      .init("standardError", JSONValue(standardError)),
      .init("degreesOfFreedom", JSONValue(degreesOfFreedom)),
      .init("lower", JSONValue(lower)), .init("upper", JSONValue(upper)),
      .init("level", .number(level)), .init("designEffect", JSONValue(designEffect)),
      .init("count", JSONValue(shownCount)),
      .init("weightedCount", JSONValue(shownWeightedCount)), .init("base", .string(base.rawValue)),
      .init("suppressed", JSONValue(suppressionWord)),
      .init("fixedByWeighting", .bool(isFixedByWeighting)),
      .init("comparability", JSONValue(comparability?.name)),
      .init("freed", .array(freed.map { .string($0) })),
      .init("interval", .string(intervalKind)), .init("synthetic", .bool(isSynthetic)),
    ]
    return .object(withPValue ? members + [.init("pValue", JSONValue(pValue))] : members)
  }
}

extension EstimateRecord {
  fileprivate var comparabilityNote: String? {
    switch comparability {
    case nil: nil
    case .means where freed.isEmpty: nil
    case .means, .meansWithFreed:
      "† \(question): without \(freed.joined(separator: ", ")), which works differently in some of "
        + "these samples"
    case .associations, .notAtAll:
      "\(question), \(city) \(wave): withheld, " + (comparability?.words(in: .en) ?? "")
    case .notTested(let reason):
      "\(question): comparability of measurement between cities and waves not tested ("
        + "\(reason.words(in: .en)))"
    }
  }
}
