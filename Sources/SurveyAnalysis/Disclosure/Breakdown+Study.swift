import SurveyModel

extension Breakdown {
  /// The division by a group of the study, or by a question with one answer.
  ///
  /// - Returns: Nil where the sample has no answers to the question.
  package init?(by name: String, of sample: Sample, in study: Study) {
    self.init(by: [name], of: sample, in: study)
  }

  /// The crossing of several groups. Before it come the groups that it is made of, those of the
  /// study on the same questions, and, of three groups and more, the crossings of two.
  ///
  /// - Returns: Nil where one of the groups has no answers in the sample, or there is none.
  package init?(by names: [String], of sample: Sample, in study: Study) {
    let parts = names.compactMap { GroupMembership($0, in: sample, study) }
    guard let first = parts.first, parts.count == names.count else { return nil }
    var earlier: [GroupMembership] = []
    func add(_ membership: GroupMembership) {
      if !earlier.contains(where: { $0.name == membership.name }) { earlier.append(membership) }
    }
    for grouping in names.flatMap(study.groupings(before:)) {
      if let membership = GroupMembership(grouping, in: sample) { add(membership) }
    }
    if parts.count > 1 { parts.forEach(add) }
    if parts.count > 2 {
      for first in parts.indices {
        for second in parts.indices where first < second {
          add(GroupMembership(crossing: [parts[first], parts[second]]))
        }
      }
    }
    let questions = names.map { study.question(behind: $0) }
    let isSensitive = questions.contains { sample.questionnaire[$0]?.isSensitive ?? false }
    self.init(
      parts.count == 1 ? first : GroupMembership(crossing: parts), earlier: earlier,
      isCrossing: parts.count > 1,
      isDelicate: isSensitive || names.count(where: study.isTelling) > 1)
  }
}

extension GroupMembership {
  /// The categories of a group of the study, or of a question with one answer.
  package init?(_ name: String, in sample: Sample, _ study: Study) {
    if let grouping = study.grouping(name) {
      self.init(grouping, in: sample)
      return
    }
    guard let question = sample.questionnaire[name], case .selectOne(let list) = question.kind
    else { return nil }
    let categories = list.substantive.map { list.choices[$0] }.map {
      Grouping.Category(
        name: $0.name, label: $0.label, rule: .choices([$0.name]), at: $0.location)
    }
    self.init(
      Grouping(name: name, label: question.label, question: name, categories: categories),
      in: sample)
  }
}

extension Study {
  /// Whether a group narrows down who somebody is: sex, age, district or occupation.
  fileprivate func isTelling(_ name: String) -> Bool {
    trait(of: name).map { $0 != .education } ?? false
  }

  /// The groups of the same question that stand before a group in the sheet; all of them for a
  /// question, whose own categories come last.
  fileprivate func groupings(before name: String) -> [Grouping] {
    let question = question(behind: name)
    return groupings.prefix { $0.name != name }.filter { $0.question == question }
  }

  fileprivate func question(behind name: String) -> String {
    grouping(name)?.question ?? name
  }
}

/// How many people are in each category, as far as it may be told.
package struct GroupComposition {
  /// Why the share of a category is not shown.
  package var shares: [Suppression?]
  /// Why the number of its interviews is not shown, beside what the base rule says.
  package var counts: [Suppression?]
  /// Interviews in no category; nil where they are too few to be told.
  package var outside: Int?
}

extension Breakdown {
  /// The shares of the categories are a linear distribution: they are known where the base is not
  /// too small, but for small cells in the strict mode.
  package func composition(rule: DisclosureRule) -> GroupComposition {
    let counts = membership.counts
    let outside = membership.indices.count { $0 < 0 }
    let shares = rule.suppressions(
      ofAnswers: counts, base: counts.reduce(0, +), areExclusive: true)
    guard rule.isStrict else {
      return GroupComposition(
        shares: shares, counts: counts.map { _ in nil }, outside: outside)
    }
    let cells = StrictCells(minimum: rule.minimumCell, rows: (counts + [outside]).map { [$0] })
    let hidden = cells.suppressions.map { $0[0] }
    return GroupComposition(
      shares: shares, counts: Array(hidden.dropLast()),
      outside: hidden.last == .some(nil) ? outside : nil)
  }
}
