import QuestionnaireDefinition
import SurveyModel

/// The questionnaires of several files: one for files whose columns agree.
struct DraftVersions {
  struct Version {
    let name: String
    var columns: [DraftColumn]
    var header: [String]
    /// The first file, for places.
    let file: String
  }

  private(set) var versions: [Version] = []
  /// By the place of the file.
  private(set) var names: [String] = []
  /// Questions that two files answer in different kinds.
  private(set) var differing: [String] = []

  init(_ drafts: [(file: String, draft: FieldFileDraft)]) {
    for (file, draft) in drafts {
      let header = draft.table.header.map(\.text)
      let place = versions.firstIndex {
        Self.agree($0.columns, draft.questions) && !Self.contradict($0.columns, draft.questions)
      }
      if let place {
        merge(draft.questions, header, into: place)
        names.append(versions[place].name)
      } else {
        let name = "v\(versions.count + 1)"
        versions.append(
          Version(name: name, columns: draft.questions, header: header, file: file))
        names.append(name)
      }
    }
    for place in versions.indices { versions[place].columns.shareLists() }
  }

  /// Whether four of five questions of the shorter file are in the other one.
  private static func agree(_ first: [DraftColumn], _ second: [DraftColumn]) -> Bool {
    let (a, b) = (Set(first.map(\.key)), Set(second.map(\.key)))
    return 5 * a.intersection(b).count >= 4 * max(a.count, b.count)
  }

  /// Whether codebooks of exports say of a code that it is another choice, or no answer, in another
  /// file: then each file has a questionnaire of its own.
  private static func contradict(_ first: [DraftColumn], _ second: [DraftColumn]) -> Bool {
    let told = Dictionary(
      first.filter(\.isTold).map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    return second.contains { column in
      guard column.isTold, let other = told[column.key] else { return false }
      return column.contradicts(other)
    }
  }

  private mutating func merge(_ columns: [DraftColumn], _ header: [String], into place: Int) {
    // A file may have two columns of one name: the first stands for the first.
    var left = versions[place].columns.indices.map { $0 }
    for column in columns {
      let known = versions[place].columns
      guard let found = left.firstIndex(where: { known[$0].key == column.key }) else {
        versions[place].columns.append(column)
        continue
      }
      let index = left.remove(at: found)
      if !versions[place].columns[index].add(column) { differing.append(column.name) }
    }
    versions[place].header += header.filter { !versions[place].header.contains($0) }
  }
}

extension DraftColumn {
  /// By what the same question is known in another file.
  fileprivate var key: String { isTold ? name : column }

  fileprivate func contradicts(_ other: DraftColumn) -> Bool {
    func differ(_ a: [Code], _ b: [Code]) -> Bool {
      a.contains { own in
        b.contains {
          own.name == $0.name
            ? own.dataValue != $0.dataValue || own.missing != $0.missing : own.value == $0.value
        }
      }
    }
    return differ(codes, other.codes) || differ(missingValues, other.missingValues)
      || differ(codes.filter { $0.missing == nil }, other.missingValues)
      || differ(missingValues, other.codes.filter { $0.missing == nil })
  }

  /// Adds what another file shows of the same question.
  ///
  /// - Returns: Whether the two agree; where they do not, the question is the wider of the two.
  fileprivate mutating func add(_ other: DraftColumn) -> Bool {
    missingValues += other.missingValues.filter { !missingValues.contains($0) }
    setApart.merge(other.setApart, uniquingKeysWith: +)
    if isOfTexts || other.isOfTexts, !codes.isEmpty, !other.codes.isEmpty {
      return addTexts(of: other)
    }
    if measure != other.measure {
      measure = measure == nil || other.measure == nil ? measure ?? other.measure : nil
    }
    switch (kind, other.kind) {
    case (.codes(let a), .codes(let b)): return join(a, b) { .codes($0) }
    case (.codeSets(let a), .codeSets(let b)): return join(a, b) { .codeSets($0) }
    case (.ranks(let a), .ranks(let b)): return join(a, b) { .ranks($0) }
    case (.codes(let a), .codeSets(let b)), (.codeSets(let a), .codes(let b)):
      return join(a, b) { .codeSets($0) }
    case (.integer(let a), .integer(let b)):
      kind = .integer(Self.hull(a, b))
    case (.integer, .codes(let codes)), (.codes(let codes), .integer):
      let numbers = codes.compactMap { Int($0.name) }
      guard numbers.count == codes.count, codes.allSatisfy(\.isUnlabelled) else { return false }
      kind = .integer(nil)
    case (.decimal, .integer), (.integer, .decimal): kind = .decimal
    case (.text, .text), (.decimal, .decimal), (.date, .date), (.dateTime, .dateTime): break
    default:
      if kind == other.kind { break }
      let isEmpty = kind == .text
      if isEmpty { (kind, isOfTexts) = (other.kind, other.isOfTexts) }
      return kind == .text || other.kind == .text
    }
    return true
  }

  /// Joins choices of which some were made of answers in words: what these mean decides, for each file
  /// numbers them by itself.
  private mutating func addTexts(of other: DraftColumn) -> Bool {
    let isMultiple = kind.isOfSets || other.kind.isOfSets
    defer { if !isMultiple { orderTexts() } }
    func made(of codes: [Code]) -> Kind { isMultiple ? .codeSets(codes) : .codes(codes) }
    if isOfTexts, other.isOfTexts {
      let texts = (codes + other.codes).map(\.text).unique
      let agrees = kind.isOfSets == other.kind.isOfSets
      let choices = TextChoices(texts).codes
      kind = made(
        of: isMultiple ? choices.map { Code($0.name, label: $0.label) } : choices)
      return agrees
    }
    // Words beside codes that stand for they are not told what.
    let (texts, given) = isOfTexts ? (codes, other.codes) : (other.codes, codes)
    let strange = texts.filter { text in
      !given.contains { $0.name == text.text || $0.label.texts.values.contains(text.text) }
    }
    var taken = Set(given.map(\.name))
    let further = strange.enumerated().map { place, code in
      let names =
        [code.text, "c\(place + 1)"] + (2...(taken.count + 3)).map { "c\(place + 1)_\($0)" }
      let free = names.first { !taken.contains($0) && ClosedTexts.isName($0) } ?? code.name
      taken.insert(free)
      return Code(free, label: code.label, missing: code.missing)
    }
    kind = made(of: given + further)
    (isOfTexts, measure) = (false, isOfTexts ? other.measure : measure)
    return strange.isEmpty
  }

  private mutating func join(
    _ first: [Code], _ second: [Code], _ kind: ([Code]) -> Kind
  ) -> Bool {
    var codes = first
    var agrees = true
    for code in second {
      if let known = codes.first(where: { $0.name == code.name }) {
        agrees = agrees && known == code
      } else {
        codes.append(code)
      }
    }
    self.kind = kind(codes)
    return agrees
  }

  private static func hull(_ a: ClosedRange<Int>?, _ b: ClosedRange<Int>?) -> ClosedRange<Int>? {
    guard let a, let b else { return nil }
    return min(a.lowerBound, b.lowerBound)...max(a.upperBound, b.upperBound)
  }
}

extension DraftColumn.Code {
  /// The answer that the code was made of.
  fileprivate var text: String { label[""] ?? name }
}

extension DraftColumn.Kind {
  fileprivate var isOfSets: Bool { if case .codeSets = self { true } else { false } }
}

extension [DraftColumn] {
  /// What makes two questions' lists the same: the codebook's name for it, or its labelled codes.
  private struct ListKey: Hashable {
    let name: String?
    let labelled: [DraftColumn.Code]
  }

  /// Unlabelled codes of a list that further questions may add to it.
  private static var mostFurther: Int { 2 }

  /// Gives questions of one labelled list the codes that any of them has besides, where these are few:
  /// a 99 that only one question was answered with belongs to the list of all.
  fileprivate mutating func shareLists() {
    var places: [ListKey: [Int]] = [:]
    for (place, column) in enumerated() {
      guard case .codes(let codes) = column.kind, !column.isTold, !column.isOfTexts else {
        continue
      }
      let labelled = codes.filter { !$0.isUnlabelled }
      guard column.listName != nil || labelled.count > 1 else { continue }
      places[ListKey(name: column.listName, labelled: labelled), default: []].append(place)
    }
    for (key, places) in places where places.count > 1 {
      let further = places.flatMap { self[$0].codes.filter(\.isUnlabelled) }.unique
      guard further.count <= Self.mostFurther || key.labelled.isEmpty else { continue }
      for place in places { self[place].kind = .codes(key.labelled + further) }
    }
  }
}
