import QuestionnaireDefinition
import SurveyModel

// Whether the map of a row fits the codes and labels of both sides.
extension CrosswalkFindings {
  /// The question that asked the other part of a split ballot: of the same wave, with the same answers.
  mutating func checkBridge(_ row: Crosswalk.Row, _ forms: [Questionnaire]) {
    guard let bridge = row.bridge else { return }
    guard forms.contains(where: { $0[bridge] != nil }), bridge != row.from else {
      let near = Spelling.nearest(
        to: bridge, among: forms.flatMap { $0.questions.map(\.name) }.filter { $0 != row.from })
      return note(
        .error, "unknown-question",
        "crosswalk.csv names question '\(bridge)' in 'bridge', which the questionnaire of wave"
          + " '\(row.wave)' lacks beside '\(row.from)'",
        near.map { "did you mean '\($0)'?" } ?? "mend the name, or leave 'bridge' blank", row)
    }
    for form in forms {
      guard let new = form[row.from], let old = form[bridge] else { continue }
      let isSame =
        new.kind.typeName == old.kind.typeName
        && (new.choices.flatMap { list in old.choices.map { list.saysTheSame(as: $0) } } ?? true)
      guard isSame else {
        return note(
          .error, "split-ballot-differs",
          "'\(row.from)' and '\(bridge)' of wave '\(row.wave)' have other answers: they are no split"
            + " ballot", "leave 'bridge' blank", row)
      }
    }
  }

  mutating func checkMap(_ row: Crosswalk.Row, _ asked: [Question]) {
    guard let map = row.map else { return }
    let lists = asked.compactMap(\.choices)
    guard !lists.isEmpty else {
      return note(
        .error, "map-without-choices", "'\(row.from)' has no choices that a map could be of",
        "leave 'map' blank", row)
    }
    for code in map.entries.map(\.code) where !lists.contains(where: { $0.index(of: code) != nil })
    {
      note(
        .error, "unknown-choice",
        "the map of '\(row.question)' names code '\(code)', which '\(row.from)' of wave '\(row.wave)' lacks",
        "write a code of its choices", row)
    }
    let left = Set(lists.flatMap { list in list.substantive.map { list.choices[$0].name } })
      .filter { map[$0] == nil }.sorted()
    if !left.isEmpty {
      note(
        .error, "map-incomplete",
        "the map of '\(row.question)' for wave '\(row.wave)' leaves out \(SheetName.listed(left))",
        "say of each code what it becomes", row)
    }
    checkTargets(map, row)
    checkLabels(map, row, lists)
  }

  /// Answers that a map gives another meaning than their labels have.
  private mutating func checkLabels(_ map: AnswerMap, _ row: Crosswalk.Row, _ lists: [ChoiceList]) {
    guard let common = commonList(row) else { return }
    for list in lists {
      let meant = list.counterparts(in: common)
      var against: [String] = []
      for entry in map.entries {
        guard let choice = list.choice(entry.code), let target = common.choice(entry.target) else {
          continue
        }
        let words = "\(choice.words) \(target.words)"
        if (choice.missing == nil) != (target.missing == nil) {
          noteNoAnswer(words, isSame: meant[entry.code] == entry.target, row)
        } else if let other = meant[entry.code], other != entry.target,
          let label = common.choice(other)
        {
          against.append("\(words), which by its label is \(label.words)")
        }
      }
      guard !against.isEmpty else { continue }
      note(
        .warning, "map-against-labels",
        "the map of '\(row.question)' for wave '\(row.wave)' makes "
          + against.prefix(3).joined(separator: "; ")
          + (against.count > 3 ? "; and \(against.count - 3) more" : ""),
        "look at the map again; it is applied as it stands", row)
    }
  }

  private mutating func noteNoAnswer(_ words: String, isSame: Bool, _ row: Crosswalk.Row) {
    if isSame {
      note(
        .warning, "map-to-no-answer",
        "the map of '\(row.question)' makes \(words), which is an answer in one wave and none in the"
          + " other: it counts as none in both",
        "look whether 'missing' is right in the choices of both waves", row)
    } else {
      note(
        .error, "map-to-no-answer",
        "the map of '\(row.question)' makes \(words): one of them is an answer, and the other is none",
        "map answers to answers", row)
    }
  }

  /// The choices that the map leads to: those of a wave whose codes stay.
  private func commonList(_ row: Crosswalk.Row) -> ChoiceList? {
    study.waves.reversed().lazy.map(\.name).filter { $0 != row.wave }.compactMap { wave in
      let other = study.crosswalk.rows.first {
        $0.wave == wave && $0.question == row.question && $0.map == nil
      }
      let isMapped = study.crosswalk.rows.contains {
        $0.wave == wave && $0.question == row.question && $0.map != nil && $0.isDecided
      }
      guard !isMapped else { return nil }
      let versions = study.versions(of: wave)
      return [other?.from, row.question, row.to].lazy.compactMap(\.self).flatMap { name in
        versions.lazy.compactMap { $0[name]?.choices }
      }.first
    }.first
  }

  /// Codes that no other wave has under the question's name.
  private mutating func checkTargets(_ map: AnswerMap, _ row: Crosswalk.Row) {
    var known: Set<String> = []
    for wave in study.waves.map(\.name) where wave != row.wave {
      let other = study.crosswalk.rows.first { $0.wave == wave && $0.question == row.question }
      if let targets = other?.map {
        known.formUnion(targets.entries.map(\.target))
      } else {
        let name = other?.from ?? row.to ?? row.question
        known.formUnion(
          study.versions(of: wave).compactMap { $0[name]?.choices }
            .flatMap { $0.choices.map(\.name) })
      }
    }
    let strange = Set(map.entries.map(\.target)).subtracting(known).sorted()
    if !known.isEmpty, !strange.isEmpty {
      note(
        .error, "unknown-choice",
        "the map of '\(row.question)' for wave '\(row.wave)' leads to \(SheetName.listed(strange)), "
          + "which no other wave has",
        "write codes that the common question has in another wave", row)
    }
  }
}

extension ChoiceList {
  fileprivate func choice(_ code: String) -> Choice? { index(of: code).map { choices[$0] } }
}

extension Choice {
  /// The code with the label in the first of its languages.
  fileprivate var words: String {
    name + (label.texts.sorted { $0.key < $1.key }.first.map { " (“\($0.value)”)" } ?? "")
  }
}
