import SurveyModel
import TabularFiles

/// Which columns of a file hold the answers to which questions.
///
/// A column is claimed once, by the first of these that fits: what `columns.csv` says of it and
/// somebody has confirmed; the question's name; the name after
/// its groups, as ``QuestionPaths`` has it; a name of one of its choices (`INB_3`, `INB/3`, `INB.3`);
/// the question's very label; the name after other groups than the questionnaire has
/// (`group/SOC01`);
/// the name in another case or with other signs between its parts (`soc-01`, `INB[3]`); the name with
/// more behind it (`SOC01. Доверие`); the question's label in any language, alone or with the label
/// of a choice. The second of two columns of one name is called `NAME_2` where the questionnaire has
/// such a question. Several columns that end in one name are one question where no record has answers in
/// two of them: the form's versions put it into different groups.
struct ColumnMatching {
  /// The columns of one question.
  struct Columns {
    /// The column of the whole answer.
    var whole: Int?
    /// Further columns of it, from other versions of the form.
    var others: [Int] = []
    /// Columns by the place of the choice they are about; `select_multiple` only.
    var details: [Int: Int] = [:]
    /// Columns of latitude, longitude, altitude and accuracy, as far as the file has them; of a
    /// position only.
    var parts: [Int] = []

    var isEmpty: Bool { whole == nil && details.isEmpty && parts.isEmpty }
  }

  /// By the place of the question; empty for those that are not in the file.
  private(set) var questions: [Columns]
  private(set) var looseMatches: [LooseMatch] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// Columns that no question has claimed.
  private(set) var unclaimed: [Int]
  private let header: [Sheet.Cell]
  /// The columns' names, each of its own as far as the questionnaire has one for it.
  private let names: [String]
  private let questionnaire: Questionnaire
  private let areNeverBothFilled: ([Int]) -> Bool

  /// - Parameters:
  ///   - mappings: The rows of `columns.csv` about the file.
  ///   - reserved: Columns that the source uses; they are only matched by a question's exact name,
  ///     and count as known.
  ///   - pathSigns: What divides the groups of a column's name where the questionnaire does not
  ///     know these groups.
  ///   - areNeverBothFilled: Whether no record has answers in two of some columns.
  init(
    _ questionnaire: Questionnaire, header: [Sheet.Cell], mappings: [ColumnMapping] = [],
    reserved: Set<Int>,
    pathSigns: Set<Character> = ["/", "."],
    areNeverBothFilled: @escaping ([Int]) -> Bool = { _ in false }
  ) {
    self.questionnaire = questionnaire
    self.areNeverBothFilled = areNeverBothFilled
    self.header = header
    names = Self.names(of: header, in: questionnaire)
    questions = Array(repeating: Columns(), count: questionnaire.questions.count)
    unclaimed = Array(header.indices)
    claim(ConfirmedColumns(mappings, header: header, questionnaire: questionnaire))
    claimExactNames()
    unclaimed.removeAll(where: reserved.contains)
    claimPaths(Keys(names, unclaimed) { [$0.trimmingSpace] })
    claimDetails(
      Keys(names, unclaimed) { [$0] + (ColumnCode($0).map { [$0.name] } ?? []) })
    claimVeryLabels()
    claimPositions(Keys(names, unclaimed) { [$0.trimmingSpace.lowercased()] })
    claimLoosely(Keys(names, unclaimed) { Self.pathEnds(of: $0, signs: pathSigns) }) { $0 }
    claimLoosely(Keys(names, unclaimed) { [Self.folding($0)] }, Self.folding)
    claimLoosely(Keys(names, unclaimed, Self.firstWord)) { $0.lowercased() }
    claimLabels(Keys(names, unclaimed) { [Self.folding($0)] })
    unclaimed.removeAll { header[$0].text.isEmpty }
  }

  /// Questions whose answers are expected as a column.
  private var expected: [Int] {
    questionnaire.questions.indices.filter {
      let question = questionnaire.questions[$0]
      return question.kind.carriesData && question.enclosingRepeat == nil
    }
  }

  /// Questions that are not in the file: those asked, and those that a device or form fills in.
  var absent: (asked: [String], recorded: [String]) {
    var asked: [String] = []
    var recorded: [String] = []
    for index in expected where questions[index].isEmpty {
      let question = questionnaire.questions[index]
      if question.isRecorded { recorded.append(question.name) } else { asked.append(question.name) }
    }
    return (asked, recorded)
  }
}

extension ColumnMatching {
  /// Columns by the keys of their names.
  private struct Keys {
    private var columns: [String: [Int]] = [:]

    init(_ names: [String], _ indices: [Int], _ keys: (String) -> [String]) {
      for column in indices {
        for key in keys(names[column]) { columns[key, default: []].append(column) }
      }
    }

    subscript(_ key: String) -> [Int] { columns[key] ?? [] }
  }

  /// The columns that somebody has confirmed.
  private mutating func claim(_ confirmed: ConfirmedColumns) {
    diagnostics += confirmed.diagnostics
    for (column, target) in confirmed.targets.sorted(by: { $0.key < $1.key }) {
      unclaimed.removeAll { $0 == column }
      guard let target else { continue }
      if let choice = target.choice {
        questions[target.question].details[choice] = column
      } else {
        questions[target.question].whole = column
      }
    }
  }

  /// The first column of a question's very name; a second one is the table's problem.
  private mutating func claimExactNames() {
    let keys = Keys(names, unclaimed) { [$0.trimmingSpace] }
    for index in expected {
      let columns = keys[questionnaire.questions[index].name]
      if let mapped = questions[index].whole {
        noteMappedOver(columns, mapped, questionnaire.questions[index].name)
      } else {
        questions[index].whole = columns.first
      }
      unclaimed.removeAll(where: columns.contains)
    }
  }

  /// A column of the question's own name beside the one that was confirmed is not read.
  private mutating func noteMappedOver(_ columns: [Int], _ mapped: Int, _ name: String) {
    guard let own = columns.first else { return }
    diagnostics.append(
      Diagnostic(
        .warning, "column-mapped-over",
        "the column '\(header[own].text)' is not read: columns.csv takes \(name) from"
          + " '\(header[mapped].text)'",
        fix: "take the row out of columns.csv if that is wrong", at: header[own].location))
  }

  /// The second and further columns of one name that have a question of their own.
  var renamed: Set<SourceLocation> {
    Set(header.indices.filter { names[$0] != header[$0].text }.map { header[$0].location })
  }

  /// Columns called by the very label of one question, where no other column or question is.
  private mutating func claimVeryLabels() {
    let keys = Keys(names, unclaimed) { [$0.trimmingSpace] }
    let open = expected.filter { questions[$0].whole == nil }
    let labels = open.reduce(into: [String: Int]()) { counts, index in
      for text in Set(questionnaire.questions[index].label.texts.values) {
        counts[text, default: 0] += 1
      }
    }
    for index in open {
      let question = questionnaire.questions[index]
      let texts = Set(question.label.texts.values).sorted().filter { labels[$0] == 1 }
      let found = texts.flatMap { keys[$0] }
      guard found.count == 1, unclaimed.contains(found[0]),
        question.label.texts.values.contains(header[found[0]].text)
      else { continue }
      questions[index].whole = found[0]
      noteLooseMatch(found[0], question.name)
    }
  }

  /// The only column that is called by the question's name and the groups around it.
  private mutating func claimPaths(_ keys: Keys) {
    for index in expected where questions[index].whole == nil {
      let found = Set(QuestionPaths(questionnaire.questions[index]).names.flatMap { keys[$0] })
        .filter(unclaimed.contains)
      guard found.count == 1, let column = found.first else { continue }
      questions[index].whole = column
      unclaimed.removeAll { $0 == column }
    }
  }

  /// Columns of the parts of positions.
  private mutating func claimPositions(_ keys: Keys) {
    for index in expected where questionnaire.questions[index].kind == .position {
      let names = QuestionPaths.positionNames(questionnaire.questions[index])
      questions[index].parts = names.compactMap { part in
        part.lazy.flatMap { keys[$0] }.first(where: unclaimed.contains)
      }
      unclaimed.removeAll(where: questions[index].parts.contains)
    }
  }

  /// Columns of choices; for one choice `/` goes before `.` and `_`, since `NAME_other` is often
  /// the text of another answer.
  private mutating func claimDetails(_ keys: Keys) {
    for index in expected {
      let question = questionnaire.questions[index]
      guard case .selectMultiple = question.kind else { continue }
      let stems = [question.name] + QuestionPaths(question).names
      let found = details(of: index, keys) { choice in
        stems.flatMap { stem in
          ["/", ".", "_"].map { stem + $0 + choice.name } + ["\(stem)[\(choice.name)]"]
        }
      } labelled: { choice in
        Self.labelled(choice, of: question)
      }
      claim(found, of: index)
    }
  }

  /// A choice's column, and whether its name is the choice's label.
  private typealias Detail = (column: Int, isLabelled: Bool)

  /// The columns of the choices of a question that have none yet: called by the choices' names, or by
  /// their labels.
  ///
  /// A column that is called by one choice's name and by another one's label tells by itself nothing;
  /// all are then named in the way in which more choices have a column. Where that are as many, there
  /// is an error and none is taken.
  private mutating func details(
    of index: Int, _ keys: Keys, named: (Choice) -> [String], labelled: (Choice) -> [String]
  ) -> [Int: Detail] {
    guard let list = questionnaire.questions[index].choices else { return [:] }
    func columns(_ names: (Choice) -> [String]) -> [Int: Int] {
      var columns: [Int: Int] = [:]
      var taken: Set<Int> = []
      for (place, choice) in list.choices.enumerated()
      where questions[index].details[place] == nil {
        let column = names(choice).lazy.flatMap { keys[$0] }.first {
          unclaimed.contains($0) && !taken.contains($0)
        }
        guard let column else { continue }
        columns[place] = column
        taken.insert(column)
      }
      return columns
    }
    var (byName, byLabel) = (columns(named), columns(labelled))
    let places = Dictionary(byName.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    if byLabel.contains(where: { place, column in places[column].map { $0 != place } ?? false }) {
      guard byName.count != byLabel.count else {
        reportNamesOrLabels(index, Set(byName.values))
        return [:]
      }
      if byName.count > byLabel.count { byLabel = [:] } else { byName = [:] }
    }
    return byLabel.mapValues { ($0, true) }.merging(byName.mapValues { ($0, false) }) { $1 }
  }

  private mutating func claim(_ details: [Int: Detail], of index: Int, isLoose: Bool = false) {
    let question = questionnaire.questions[index]
    guard let list = question.choices else { return }
    for (place, detail) in details.sorted(by: { $0.key < $1.key }) {
      guard unclaimed.contains(detail.column) else { continue }
      questions[index].details[place] = detail.column
      if detail.isLabelled || isLoose {
        noteLooseMatch(detail.column, "\(question.name)/\(list.choices[place].name)")
      } else {
        unclaimed.removeAll { $0 == detail.column }
      }
    }
  }

  /// Tells that the columns of a question's choices may be called by their names or by their labels,
  /// and takes them from all other questions.
  private mutating func reportNamesOrLabels(_ index: Int, _ columns: Set<Int>) {
    let name = questionnaire.questions[index].name
    unclaimed.removeAll(where: columns.contains)
    diagnostics.append(
      Diagnostic(
        .error, "codes-or-labels",
        "the columns of \(name) are called by its choices' codes or by their labels: these are each"
          + " other's, and nothing tells which is meant; its answers do not count",
        fix: "call the columns \(name)/CODE", at: header[columns.min() ?? 0].location))
  }

  /// - Parameter key: What is looked up for a name.
  private mutating func claimLoosely(_ keys: Keys, _ key: (String) -> String) {
    for index in expected where questions[index].isEmpty {
      let question = questionnaire.questions[index]
      let found = keys[key(question.name)].filter(unclaimed.contains)
      switch found.count {
      case 0: claimDetailsLoosely(of: index, keys, key)
      case 1:
        questions[index].whole = found[0]
        noteLooseMatch(found[0], question.name)
        claimDetailsLoosely(of: index, keys, key)
      case _ where areNeverBothFilled(found):
        questions[index].whole = found[0]
        questions[index].others = Array(found.dropFirst())
        for column in found { noteLooseMatch(column, question.name) }
      default: reportAmbiguity(question.name, found)
      }
    }
  }

  private mutating func claimDetailsLoosely(
    of index: Int, _ keys: Keys, _ key: (String) -> String
  ) {
    let question = questionnaire.questions[index]
    guard case .selectMultiple = question.kind else { return }
    let found = details(of: index, keys) { choice in
      ["/", ".", "_"].map { key(question.name + $0 + choice.name) }
    } labelled: { choice in
      Self.labelled(choice, of: question).map(key)
    }
    claim(found, of: index, isLoose: true)
  }

  private mutating func noteLooseMatch(_ column: Int, _ name: String) {
    unclaimed.removeAll { $0 == column }
    looseMatches.append(LooseMatch(column: header[column].text, name: name))
    diagnostics.append(
      Diagnostic(
        .note, "column-matched-loosely",
        "the column '\(header[column].text)' was taken for \(name)", at: header[column].location))
  }

  private mutating func reportAmbiguity(_ name: String, _ columns: [Int]) {
    let names = columns.map { "'\(header[$0].text)'" }.joined(separator: ", ")
    diagnostics.append(
      Diagnostic(
        .warning, "column-ambiguous", "\(names) may each be \(name); none was taken",
        fix: "name one column \(name)", at: header[columns[0]].location))
  }
}

extension ColumnMatching {
  /// Columns named by the question's label in any language, or by it and a choice's label.
  private mutating func claimLabels(_ keys: Keys) {
    var asking: [String: [Int]] = [:]
    for index in expected where questions[index].isEmpty {
      for text in Set(questionnaire.questions[index].label.texts.values.map(Self.folding)) {
        asking[text, default: []].append(index)
      }
    }
    for (text, rivals) in asking.sorted(by: { $0.key < $1.key }) where rivals.count > 1 {
      reportSharedText(keys[text].filter(unclaimed.contains), rivals)
    }
    for index in expected where questions[index].isEmpty {
      let question = questionnaire.questions[index]
      let texts = question.label.texts.sorted { $0.key < $1.key }.map(\.value)
      let found = texts.flatMap { keys[Self.folding($0)] }.filter(unclaimed.contains)
      if Set(found).count == 1 {
        questions[index].whole = found[0]
        noteLooseMatch(found[0], question.name)
      }
      guard case .selectMultiple(let list) = question.kind else { continue }
      for (place, choice) in list.choices.enumerated() {
        claimChoice(place, choice, of: index, texts, keys)
      }
    }
  }

  /// A column that is called by the text of several questions answers none of them.
  private mutating func reportSharedText(_ columns: [Int], _ rivals: [Int]) {
    guard let column = columns.first else { return }
    unclaimed.removeAll(where: columns.contains)
    let names = rivals.map { questionnaire.questions[$0].name }.joined(separator: " and ")
    diagnostics.append(
      Diagnostic(
        .error, "column-ambiguous",
        "the column '\(header[column].text)' is called by the text of \(names), which is one; none"
          + " was taken",
        fix: "call the column by the question's name", at: header[column].location))
  }

  private mutating func claimChoice(
    _ place: Int, _ choice: Choice, of index: Int, _ texts: [String], _ keys: Keys
  ) {
    let labels = choice.label.texts.sorted { $0.key < $1.key }.map(\.value)
    // A choice is in the column of the question's text, or of its name: `Own/Mobile phone`.
    let stems = texts + [questionnaire.questions[index].name]
    let names = stems.flatMap { text in labels.map { Self.folding(text + $0) } }
    guard let column = names.flatMap({ keys[$0] }).first(where: unclaimed.contains) else { return }
    questions[index].details[place] = column
    noteLooseMatch(column, "\(questionnaire.questions[index].name)/\(choice.name)")
  }
}
