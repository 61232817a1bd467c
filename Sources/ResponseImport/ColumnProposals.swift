import SurveyModel
import TabularFiles
import TextFormats

/// Which question a column may answer that is called otherwise: told by labels, order and answers, for
/// somebody to confirm.
public struct ColumnProposal: Hashable, Sendable {
  /// As the file has it.
  public var column: String
  public var question: String
  /// 0…1: how alike they are.
  public var score: Double
  /// What speaks for it, in words.
  public var reason: String
}

/// Proposes a question for each column of a file that no question claims.
///
/// First come pairs whose texts are alike, the likeliest first; then, among what is left, the
/// assignment that keeps the order of both and fits the answers best. A pair whose answers do not
/// fit is never proposed.
public struct ColumnProposals {
  public private(set) var proposals: [ColumnProposal] = []
  private let table: FieldTable
  private let rows: [Int]
  private let questionnaire: Questionnaire
  private let reader: AnswerReader
  private let header: [Sheet.Cell]
  private var columns: [Int] = []
  private var questions: [Int] = []
  private var texts: [Int: [String]] = [:]

  private static let (leastLabel, leastFit, leastOrderedFit) = (0.5, 0.5, 0.8)
  private static let mostTexts = 60
  private static let mostColumns = 1_000

  /// - Parameters:
  ///   - table: The file.
  ///   - source: Its row of `sources.csv`.
  ///   - context: What it is read against; its confirmed columns are no longer open.
  /// - Complexity: O(open columns × open questions).
  public init(
    of table: FieldTable, source: Source, questionnaire: Questionnaire, context: ImportContext
  ) {
    self.table = table
    self.questionnaire = questionnaire
    let used = SourceColumns(source, header: table.header)
    let head = ProducerHeader(table)
    header = head.header
    rows = Array(head.rows..<table.rowCount)
    reader = AnswerReader(table, rows: rows, source: source, missingCodes: context.missingCodes)
    let matching = ColumnMatching(
      questionnaire, header: head.header,
      mappings: context.columnMappings.filter { $0.concerns(source) }, reserved: used.all,
      pathSigns: head.producer?.pathSigns ?? ["/", "."])
    columns = matching.unclaimed.filter { head.producer?.adds(table.header[$0].text) != true }
    columns = Array(columns.prefix(Self.mostColumns))
    questions = questionnaire.questions.indices.filter { place in
      let question = questionnaire.questions[place]
      return question.kind.carriesData && question.enclosingRepeat == nil && !question.isRecorded
        && matching.questions[place].isEmpty
    }
    for column in columns {
      texts[column] = Array(
        InternedColumn(table, column: column, rows: rows).texts
          .filter { !$0.trimmingSpace.isEmpty }.prefix(Self.mostTexts))
    }
    columns.removeAll { texts[$0]?.isEmpty != false }
    proposeByLabels()
    proposeByOrder()
    let places = Dictionary(
      header.enumerated().map { ($1.text, $0) }, uniquingKeysWith: { first, _ in first })
    proposals.sort { (places[$0.column] ?? 0) < (places[$1.column] ?? 0) }
  }
}

extension ColumnProposals {
  private mutating func propose(_ column: Int, _ question: Int, score: Double, reason: String) {
    columns.removeAll { $0 == column }
    questions.removeAll { $0 == question }
    proposals.append(
      ColumnProposal(
        column: header[column].text, question: questionnaire.questions[question].name,
        score: score, reason: reason))
  }

  /// Pairs whose texts are alike, the likeliest first.
  private mutating func proposeByLabels() {
    let labels = questions.map { TextLikeness.words(of: questionnaire.questions[$0]) }
    var pairs: [(column: Int, question: Int, label: Double, fit: Double)] = []
    for column in columns {
      let words = TextLikeness.words(of: header[column].text)
      for (place, question) in questions.enumerated() {
        let label = labels[place].map { TextLikeness.share(words, $0) }.max() ?? 0
        guard label >= Self.leastLabel else { continue }
        let fit = fit(column, question)
        if fit >= Self.leastFit { pairs.append((column, question, label, fit)) }
      }
    }
    pairs.sort {
      ($0.label + $0.fit, $1.column, $1.question) > ($1.label + $1.fit, $0.column, $0.question)
    }
    for pair in pairs where columns.contains(pair.column) && questions.contains(pair.question) {
      propose(
        pair.column, pair.question, score: 0.6 * pair.label + 0.4 * pair.fit,
        reason: "label \(Self.rounded(pair.label)), answers \(Self.rounded(pair.fit))")
    }
  }

  /// The assignment of what is left that keeps both orders and fits best.
  private mutating func proposeByOrder() {
    let ordered = inOrder(columns).filter { PersonalData(column: header[$0].text) == nil }
    let asked = questions
    guard !ordered.isEmpty, !asked.isEmpty else { return }
    let fits = ordered.map { column in asked.map { fit(column, $0) } }
    var best = Array(
      repeating: Array(repeating: 0.0, count: asked.count + 1), count: ordered.count + 1)
    for i in ordered.indices.reversed() {
      for j in asked.indices.reversed() {
        best[i][j] = max(best[i + 1][j], best[i][j + 1])
        guard fits[i][j] >= Self.leastOrderedFit else { continue }
        best[i][j] = max(best[i][j], best[i + 1][j + 1] + fits[i][j])
      }
    }
    let isWhole = ordered.count == asked.count
    var (i, j) = (0, 0)
    while i < ordered.count, j < asked.count {
      if fits[i][j] >= Self.leastOrderedFit, best[i][j] == best[i + 1][j + 1] + fits[i][j] {
        propose(
          ordered[i], asked[j], score: 0.4 * fits[i][j] + (isWhole ? 0.3 : 0.1),
          reason: "order, answers \(Self.rounded(fits[i][j]))")
        (i, j) = (i + 1, j + 1)
      } else if best[i + 1][j] >= best[i][j + 1] {
        i += 1
      } else {
        j += 1
      }
    }
  }

  /// The columns by their numbers, where nearly all are called by one word and a number: `Q1`, `Q2`;
  /// else as they stand.
  private func inOrder(_ columns: [Int]) -> [Int] {
    let numbered = columns.compactMap { column -> (stem: String, number: Int, column: Int)? in
      let name = header[column].text.trimmingSpace
      let digits = name.reversed().prefix { $0.isASCII && $0.isNumber }
      guard let number = Int(String(digits.reversed())), digits.count < name.count else {
        return nil
      }
      return (String(name.dropLast(digits.count)).lowercased(), number, column)
    }
    let stems = Set(numbered.map(\.stem))
    let numbers = Set(numbered.map(\.number))
    guard numbered.count == columns.count, stems.count == 1, numbers.count == columns.count else {
      return columns
    }
    return numbered.sorted { $0.number < $1.number }.map(\.column)
  }

  /// The share of a column's values that may answer a question; less where a closed question has choices
  /// that nobody chose, or an open one is answered in numbers only.
  private func fit(_ column: Int, _ question: Int) -> Double {
    let values = texts[column] ?? []
    guard !values.isEmpty else { return 0 }
    let asked = questionnaire.questions[question]
    var decoder = reader.decoder(asked, column: column)
    let tally = decoder.tally(of: values)
    decoder.writing = tally.labelsOnly > tally.codesOnly ? .labels : .codes
    let readings = values.map { decoder.reading(of: $0) }
    var valid = 0
    var chosen: Set<Int> = []
    for reading in readings {
      switch reading.content {
      case .invalid, .missing(.invalid, code: _): continue
      case .choice(let choice): chosen.insert(choice)
      case .choices(let choices): chosen.formUnion(choices)
      case .number(let number):
        if asked.constraint?.holds(answer: .number(number), lookup: { _ in .unknown }) == false {
          continue
        }
      case .text, .blank, .missing: break
      }
      valid += 1
    }
    let share = Double(valid) / Double(values.count)
    if let list = asked.choices {
      let substantive = Double(max(1, list.substantive.count))
      let seen = Double(chosen.intersection(list.substantive).count)
      return share * (0.6 + 0.4 * min(1, seen / substantive))
    }
    if asked.isOpen {
      let numbers = values.count { Double($0.trimmingSpace) != nil }
      return numbers == values.count ? 0.3 : 0.8
    }
    return share
  }

  private static func rounded(_ number: Double) -> String {
    let hundredths = Int((number * 100).rounded())
    return hundredths >= 100 ? "1" : "0.\(hundredths < 10 ? "0" : "")\(hundredths)"
  }
}

/// How alike two texts are, by their words.
enum TextLikeness {
  /// Letters of a word that its endings leave alone.
  private static let stem = 5

  /// The words of a text in small letters, without endings and short words.
  static func words(of text: String) -> Set<String> {
    let plain = text.lowercased().map { $0 == "ё" ? "е" : $0 }
    return Set(
      plain.split { !$0.isLetter && !$0.isNumber }.filter { $0.count > 2 }
        .map { String($0.prefix(stem)) })
  }

  /// The words of a question's labels and of its name.
  static func words(of question: Question) -> [Set<String>] {
    ([question.name] + question.label.texts.sorted { $0.key < $1.key }.map(\.value))
      .map(words(of:)).filter { !$0.isEmpty }
  }

  /// The share of words that both have: 2 |A ∩ B| / (|A| + |B|).
  /// > L. R. Dice (1945). *Measures of the amount of ecologic association between species*.
  static func share(_ first: Set<String>, _ second: Set<String>) -> Double {
    let sum = first.count + second.count
    return sum == 0 ? 0 : 2 * Double(first.intersection(second).count) / Double(sum)
  }
}
