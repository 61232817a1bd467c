import SurveyModel

/// A question in its version: where it stands, and what text leads it.
struct PlacedQuestion {
  let question: Question
  /// Among the questions that people answer, from 0.
  let place: Int
  /// The text that is read on in the question: see ``LeadingText``.
  let lead: Label
  /// What else a note before the question and the title of its group say.
  let surroundings: Label

  /// The questions of a form that people answer, in its order.
  static func all(of form: Questionnaire) -> [PlacedQuestion] {
    var texts: [LeadingText] = []
    var placed: [(question: Question, text: Int?)] = []
    var isOpen = false
    for question in form.questions {
      if case .note = question.kind {
        if isOpen, let last = texts.indices.last, texts[last].isUnused,
          texts[last].groups == question.groups
        {
          texts[last].add(question.label)
        } else {
          texts.append(LeadingText(question.label, groups: question.groups))
        }
        isOpen = true
        continue
      }
      guard question.isAnswered else { continue }
      if isOpen, let last = texts.indices.last { isOpen = texts[last].takes(question) }
      placed.append((question, isOpen ? texts.indices.last : nil))
    }
    return placed.enumerated().map { place, found in
      let title = found.question.groups.last.flatMap { form.groupLabels[$0] } ?? Label()
      let group = LeadingText(title, groups: found.question.groups)
      let note = found.text.map { texts[$0] }
      let lead = note?.lead ?? Label()
      return PlacedQuestion(
        question: found.question, place: place, lead: lead.isEmpty ? group.lead : lead,
        surroundings: (note?.rest ?? Label()).joined(
          with: lead.isEmpty ? group.rest : title))
    }
  }
}

/// A note before questions, or the title of their group.
///
/// Its sentences that end as a question or a beginning does (`?`, `:`, `…`) are read on in the questions
/// after it: with other words these are other questions. Where none does and the note is whole sentences
/// before a battery, the whole note is («Отметьте, насколько Вы согласны.»). What remains is an
/// instruction.
struct LeadingText {
  private(set) var groups: [String]
  private var label: Label
  /// The first of the questions that it stands before.
  private var first: Question?
  private var count = 0

  init(_ label: Label, groups: [String]) {
    self.label = label
    self.groups = groups
  }

  var isUnused: Bool { count == 0 }

  /// Another note right after it.
  mutating func add(_ other: Label) { label = label.joined(with: other) }

  /// Whether a question is one of those that it stands before: in the same groups, of the same kind or
  /// with the same choices. A note right before a group stands before the group's questions.
  mutating func takes(_ question: Question) -> Bool {
    if isUnused, question.groups.starts(with: groups) { groups = question.groups }
    guard groups == question.groups, first.map({ Self.areAlike($0, question) }) ?? true else {
      return false
    }
    first = first ?? question
    count += 1
    return true
  }

  private static func areAlike(_ first: Question, _ other: Question) -> Bool {
    first.kind.typeName == other.kind.typeName
      || first.choices.map { $0.name == other.choices?.name } ?? false
  }

  var lead: Label { isWholeALead ? label : leading }
  var rest: Label { isWholeALead ? Label() : remaining }

  private var leading: Label { picked { Self.isReadOn($0) } }
  private var remaining: Label { picked { !Self.isReadOn($0) } }

  private var isWholeALead: Bool {
    count > 1 && leading.isEmpty
      && label.texts.values.contains { text in
        [".", "!"].contains(text.last { !$0.isWhitespace })
      }
  }

  private func picked(_ isPicked: (Substring) -> Bool) -> Label {
    Label(
      label.texts.compactMapValues { text in
        let sentences = Self.sentences(text).filter(isPicked)
        return sentences.isEmpty ? nil : sentences.joined(separator: " ")
      })
  }

  private static func isReadOn(_ sentence: Substring) -> Bool {
    let end = sentence.last { !$0.isWhitespace && !"»\"”)*_".contains($0) }
    return end == ":" || end == "?" || end == "…" || sentence.hasSuffix("...")
  }

  /// Parted after `.`, `!`, `?`, `…` and `:` before a space, and at line ends.
  static func sentences(_ text: String) -> [Substring] {
    var (sentences, start): ([Substring], String.Index) = ([], text.startIndex)
    var place = text.startIndex
    func end(_ end: String.Index) {
      let sentence = text[start..<end].drop(while: \.isWhitespace)
      if !sentence.isEmpty { sentences.append(sentence) }
      start = end
    }
    while place < text.endIndex {
      let next = text.index(after: place)
      let isLast = next == text.endIndex || text[next].isWhitespace
      if text[place].isNewline || ".!?…:".contains(text[place]) && isLast { end(next) }
      place = next
    }
    end(text.endIndex)
    return sentences
  }
}

extension Label {
  /// Both texts, one after the other, in each language.
  func joined(with other: Label) -> Label {
    Label(texts.merging(other.texts) { $0 == $1 ? $0 : "\($0) \($1)" })
  }
}

extension Question {
  /// Whether a person's answer is expected.
  var isAnswered: Bool {
    switch kind {
    case .note, .metadata, .calculation: false
    default: true
    }
  }
}
