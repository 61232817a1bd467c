import FactorAnalysis
import MeasurementInvariance
import Reporting
import SurveyAnalysis
import TextFormats

/// Estimates of questions and scores, or contrasts of them.
package struct EstimateTables: PrintedResult {
  package let records: [EstimateRecord]
  /// The groups that cells are of; contrasts have none.
  package let groups: [String]
  /// Whether the records are contrasts, which have a p value and no cells.
  package let isContrast: Bool
  /// Whether figures without weights stand beside.
  package let isBesideUnweighted: Bool
  package let isSynthetic: Bool

  /// Estimates by the categories of groups.
  package init(
    _ records: [EstimateRecord], by groups: [String], isBesideUnweighted: Bool = false,
    isSynthetic: Bool
  ) {
    self.isBesideUnweighted = isBesideUnweighted
    self.records = records
    self.groups = groups
    isContrast = false
    self.isSynthetic = isSynthetic
  }

  /// Contrasts of cells.
  package init(contrasts records: [EstimateRecord], isSynthetic: Bool) {
    self.records = records
    groups = []
    isContrast = true
    isBesideUnweighted = false
    self.isSynthetic = isSynthetic
  }

  package var text: String {
    textTable.text + notRecordedText + comparabilityText + replicateText
      + errorText + remarkText + ImputationColumns.note(records.map(\.imputation))
  }

  package var json: JSONValue {
    .array(
      records.map {
        $0.json(withPValue: isContrast, besideUnweighted: isBesideUnweighted)
      })
  }

  /// How many interviews are in no base since their answer is not recorded, by question.
  private var notRecordedText: String {
    var parts: [(question: String, cells: [String])] = []
    for record in records {
      guard let note = record.notRecordedNote else { continue }
      if parts.last?.question != record.question { parts.append((record.question, [])) }
      if parts[parts.count - 1].cells.last != note { parts[parts.count - 1].cells.append(note) }
    }
    return parts.map { question, cells in
      let words =
        "\(question): answer not recorded, outside the base: "
        + cells.joined(separator: "; ")
      return "\n" + words.wrapped(to: 98).joined(separator: "\n") + "\n"
    }.joined()
  }

  /// What is odd about cells, each told once.
  private var remarkText: String {
    var seen: Set<String> = []
    return records.compactMap(\.remarkNote).filter { seen.insert($0).inserted }
      .map { "\n" + $0.wrapped(to: 98).joined(separator: "\n") + "\n" }.joined()
  }

  /// How many replicates could not be weighted as the sample is, by sample.
  private var replicateText: String {
    var seen: Set<String> = []
    return records.compactMap(\.replicateNote).filter { seen.insert($0).inserted }
      .map { "\n" + $0.wrapped(to: 98).joined(separator: "\n") + "\n" }.joined()
  }

  /// Where the errors of a sample that was not drawn by chance come from.
  private var errorText: String {
    var places: [String: [String]] = [:]
    var order: [String] = []
    for record in records {
      guard let words = record.errors?.wordsOfModel else { continue }
      if places[words] == nil { order.append(words) }
      let place = "\(record.city) \(record.wave)"
      if places[words]?.contains(place) != true { places[words, default: []].append(place) }
    }
    return order.map { words in
      let line = "Intervals of \((places[words] ?? []).joined(separator: ", ")): \(words)"
      return "\n" + line.wrapped(to: 98).joined(separator: "\n") + "\n"
    }.joined()
  }

  /// A footnote for each score: what it is made without, why it is withheld or was not tested.
  private var comparabilityText: String {
    var seen: Set<String> = []
    let notes = records.compactMap(\.comparabilityNote).filter { seen.insert($0).inserted }
    return notes.isEmpty
      ? "" : "\n" + notes.flatMap { $0.wrapped(to: 98) }.map { $0 + "\n" }.joined()
  }

  /// All that a record says, a row each.
  package var table: ResultTable {
    var table = ResultTable(
      [.text("question"), .text("choice"), .text("city"), .text("wave")]
        + groups.map { .text($0) }
        + [
          .text("statistic"), .number("estimate"), .number("standardError"),
          .number("degreesOfFreedom"), .number("lower"), .number("upper"), .number("level"),
          .number("designEffect"), .number("count"), .number("weightedCount"), .text("base"),
          .number("notRecorded"),
          .text("suppressed"), .text("comparability"), .text("freed"),
          .text("interval"), .text("remark"), .number("roundedTo"),
        ] + (isContrast ? [.number("pValue"), .number("adjustedPValue")] : [])
        + (isBesideUnweighted ? [.number("unweighted"), .number("unweightedStandardError")] : [])
        + (isImputed ? ImputationColumns.columns : []),
      isSynthetic: isSynthetic)
    table.rows = records.map { record in
      cells(record) + [
        .text(record.statistic.name), DelimitedText.Field(record.estimate),
        DelimitedText.Field(record.standardError), record.freedomField,
        DelimitedText.Field(record.lower), DelimitedText.Field(record.upper),
        .number(record.level), DelimitedText.Field(record.designEffect),
        DelimitedText.Field(record.shownCount),
        DelimitedText.Field(record.shownWeightedCount), .text(record.base.rawValue),
        DelimitedText.Field(record.notRecordedCount),
        DelimitedText.Field(record.suppressionWord),
        DelimitedText.Field(record.comparability?.name),
        .text(record.freed.joined(separator: " ")), .text(record.intervalKind),
        DelimitedText.Field(record.remark?.rawValue), DelimitedText.Field(record.step),
      ]
        + (isContrast
          ? [DelimitedText.Field(record.pValue), DelimitedText.Field(record.adjustedPValue)] : [])
        + (isBesideUnweighted
          ? [
            DelimitedText.Field(record.unweighted),
            DelimitedText.Field(record.unweightedStandardError),
          ] : [])
        + (isImputed ? ImputationColumns.fields(record.imputation) : [])
    }
    return table
  }

  private var isImputed: Bool { records.contains { $0.imputation != nil } }

  private var hasSeveralContrasts: Bool {
    isContrast && Set(records.map(\.statistic.name)).count > 1
  }

  private var textTable: ResultTable {
    let level = DelimitedText.Field.number(100 * (records.first?.level ?? 0.95)).wholeText
    var table = ResultTable(
      [.text("question"), .text("choice"), .text("city"), .text("wave")]
        + groups.map { .text($0) }
        + [
          .text(isContrast ? "contrast" : "statistic"), .number("estimate"), .number("SE"),
          .text("\(level) % interval"),
          isContrast ? .number("p") : .number("deff"),
        ] + (hasSeveralContrasts ? [.number("adj. p")] : []) + [.number("n")]
        + (isBesideUnweighted ? [.number("unweighted"), .number("its SE")] : [])
        + (isImputed ? ImputationColumns.textColumns : []),
      isSynthetic: isSynthetic)
    table.rows = records.map { record in
      cells(record, marksFreed: true) + [
        .text(record.statistic.shortName),
        record.suppressionWord.map { .text($0) } ?? record.estimateText,
        DelimitedText.Field(record.standardError), .text(record.intervalText),
        isContrast ? .short(pValue: record.pValue) : DelimitedText.Field(record.designEffect),
      ] + (hasSeveralContrasts ? [.short(pValue: record.adjustedPValue)] : []) + [
        DelimitedText.Field(record.shownCount)
      ]
        + (isBesideUnweighted
          ? [
            DelimitedText.Field(record.unweighted),
            DelimitedText.Field(record.unweightedStandardError),
          ] : [])
        + (isImputed ? ImputationColumns.textFields(record.imputation) : [])
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

extension EstimateRecord {
  fileprivate var freedomField: DelimitedText.Field {
    imputation.map { .number($0.degreesOfFreedom) } ?? DelimitedText.Field(degreesOfFreedom)
  }

  fileprivate var intervalKind: String { isModelBased ? "model-based" : "design-based" }

  fileprivate var suppressionWord: String? {
    suppression?.name ?? (isWithheld ? "not-comparable" : nil)
  }

  /// A share on a base of under fifty stands in brackets: it may be far off.
  fileprivate var estimateText: DelimitedText.Field {
    let field = DelimitedText.Field(estimate)
    guard let step, estimate != nil, statistic != .total else { return field }
    let text = field.shortText(roundedTo: step)
    return .text(statistic == .proportion && count < 50 ? "(\(text))" : text)
  }

  fileprivate var intervalText: String {
    guard let lower, let upper else { return isFixedByWeighting ? "set by weighting" : "–" }
    func text(_ end: Double) -> String {
      DelimitedText.Field.number(end).shortText(roundedTo: step)
    }
    return "\(text(lower)) … \(text(upper))"
  }

  fileprivate func json(withPValue: Bool, besideUnweighted: Bool) -> JSONValue {
    let members: [JSONValue.Member] = [
      .init("question", .string(question)), .init("choice", JSONValue(choice)),
      .init("city", city.isEmpty ? .null : .string(city)),
      .init("wave", wave.isEmpty ? .null : .string(wave)),
      .init("by", .object(by.map { JSONValue.Member($0.group, .string($0.category)) })),
      .init("statistic", .string(statistic.name)), .init("estimate", JSONValue(estimate)),
      .init("standardError", JSONValue(standardError)),
      .init(
        "degreesOfFreedom",
        imputation.map { .number($0.degreesOfFreedom) } ?? JSONValue(degreesOfFreedom)),
      .init("lower", JSONValue(lower)), .init("upper", JSONValue(upper)),
      .init("level", .number(level)), .init("designEffect", JSONValue(designEffect)),
      .init("count", JSONValue(shownCount)),
      .init("weightedCount", JSONValue(shownWeightedCount)), .init("base", .string(base.rawValue)),
      .init("notRecorded", JSONValue(notRecordedCount)),
      .init("suppressed", JSONValue(suppressionWord)),
      .init("fixedByWeighting", .bool(isFixedByWeighting)),
      .init("comparability", JSONValue(comparability?.name)),
      .init("freed", .strings(freed)),
      .init("interval", .string(intervalKind)), .init("remark", JSONValue(remark?.rawValue)),
      .init("roundedTo", JSONValue(step)), .init("synthetic", .bool(isSynthetic)),
    ]
    let pValues: [JSONValue.Member] = [
      .init("pValue", JSONValue(pValue)), .init("adjustedPValue", JSONValue(adjustedPValue)),
    ]
    let plain: [JSONValue.Member] = [
      .init("unweighted", JSONValue(unweighted)),
      .init("unweightedStandardError", JSONValue(unweightedStandardError)),
    ]
    return .object(
      members + (withPValue ? pValues : []) + (besideUnweighted ? plain : [])
        + (replicates?.members ?? [])
        + (errors?.members ?? []) + ImputationColumns.members(imputation))
  }
}

extension SampleErrors {
  /// Its words where the sample was not drawn by chance, and nobody asked for replicates.
  fileprivate var wordsOfModel: String? {
    switch self {
    case .bootstrap, .modelBased: words
    case .linearised, .replicateWeights, .replicates: nil
    }
  }

  /// Of a bootstrap that nobody asked for: what was drawn, how often, and the share of a standard error
  /// that chance in the drawing makes.
  fileprivate var members: [JSONValue.Member] {
    guard case .bootstrap(let unit, let count) = self else { return [] }
    return [
      .init(
        "bootstrap",
        [
          "of": .string(unit.rawValue), "samples": .integer(count), "noise": JSONValue(noise),
        ])
    ]
  }
}

extension EstimateRecord {
  fileprivate var remarkNote: String? {
    guard let remark else { return nil }
    let cell = [city, wave] + by.map { "\($0.group) \($0.category)" }
    let words =
      switch remark {
      case .nobody:
        "nobody in this sample belongs here, so that there is nothing to estimate; join the "
          + "category with another one in groups.csv"
      case .noAnswers:
        "nobody gave an answer of substance; see loci check for what the field files hold"
      case .sameAnswer:
        "all gave the same answer. An error of 0 then tells nothing of people who were not asked; "
          + "look whether the column was read and recoded as it should be"
      }
    return "\(question), \(cell.joined(separator: ", ")): \(words)"
  }

  /// Such as `pskov, w1, sex 1: 3`; nil where all answers are recorded, or it may not be told.
  fileprivate var notRecordedNote: String? {
    guard let notRecordedCount, notRecordedCount > 0 else { return nil }
    let cell = [city, wave] + by.map { "\($0.group) \($0.category)" }
    return "\(cell.joined(separator: ", ")): \(notRecordedCount)"
  }

  fileprivate var replicateNote: String? {
    guard let replicates, replicates.unlimited + replicates.dropped > 0 else { return nil }
    let all = replicates.count + replicates.dropped
    let beyond =
      replicates.unlimited == 0
      ? nil
      : "\(replicates.unlimited) of \(all) replicates have no weights within the limits and were "
        + "weighted without them"
    let out = replicates.dropped == 0 ? nil : "\(replicates.dropped) of \(all) were left out"
    return "\(city), \(wave): " + [beyond, out].compactMap(\.self).joined(separator: "; ")
  }

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

extension SampleErrors.Replicates {
  fileprivate var members: [JSONValue.Member] {
    [
      .init(
        "replicates",
        .object([
          .init("count", .number(Double(count))), .init("unlimited", .number(Double(unlimited))),
          .init("dropped", .number(Double(dropped))),
        ]))
    ]
  }
}

extension EstimateRecord.Statistic {
  /// The contrast alone, where all are contrasts.
  fileprivate var shortName: String {
    if case .contrast(let expression) = self { return expression }
    return name
  }
}
