import Estimation
import SurveyModel

extension SampleWeighting {
  /// One margin for each group of the sheet, in its order.
  mutating func populationMargins(from rows: [Margin]) -> [PopulationMargin] {
    var groups: [String] = []
    for row in rows where !groups.contains(row.group) { groups.append(row.group) }
    return groups.compactMap { group in
      let own = rows.filter { $0.group == group }
      guard let membership = membership(of: group) else {
        note(
          Diagnostic(
            .error, "margin-group-unknown",
            "city \(sample.city), wave \(sample.wave): no interview can be put into the group"
              + " '\(group)'; its margins are not used",
            fix: "name groups of groups.csv, joined by * where crossed, whose question was asked",
            at: own[0].location))
        return nil
      }
      return PopulationMargin(membership, rows: own, merges: merges(of: group, in: own))
    }
  }

  /// The merges that were asked for: `a|b` as a category of the sheet, or by the plan.
  private func merges(of group: String, in rows: [Margin]) -> [[String]] {
    rows.map { $0.category.split(separator: WeightingPlan.Merge.separator).map(String.init) }
      .filter { $0.count > 1 }
      + plan.merges.filter { $0.group == group }.map(\.categories)
  }

  private func membership(of group: String) -> GroupMembership? {
    let names = group.split(separator: "*").map(String.init)
    let parts = names.compactMap { name in
      study.grouping(name).flatMap { GroupMembership($0, in: sample) }
    }
    return parts.isEmpty || parts.count < names.count ? nil : GroupMembership(crossing: parts)
  }
}

extension PopulationMargin {
  /// - Parameter merges: Categories that count as one, whose name is theirs joined by `|`.
  fileprivate init(_ membership: GroupMembership, rows: [Margin], merges: [[String]]) {
    let separator = String(WeightingPlan.Merge.separator)
    var mergedName: [String: (name: String, parts: [String])] = [:]
    for parts in merges {
      for part in parts { mergedName[part] = (parts.joined(separator: separator), parts) }
    }
    var targets: [Target] = []
    for row in rows {
      let merged = mergedName[row.category]
      let parts = row.category.split(separator: WeightingPlan.Merge.separator).map(String.init)
      let name = merged?.name ?? row.category
      if merged != nil, let place = targets.firstIndex(where: { $0.category == name }) {
        targets[place].population += row.population
      } else {
        targets.append(
          Target(
            category: name, population: row.population,
            mergedFrom: merged?.parts ?? (parts.count > 1 ? parts : [])))
      }
    }
    let coded = CategoricalAnswers(
      membership.indices.map { index in
        index < 0
          ? nil : mergedName[membership.categories[index]]?.name ?? membership.categories[index]
      },
      categories: membership.categories.reduce(into: targets.map(\.category)) {
        if !$0.contains($1) { $0.append($1) }
      })
    self.init(
      name: membership.name, answers: coded, targets: targets,
      source: Self.told(rows.map(\.source)),
      date: Self.told(rows.map(\.date)))
  }

  /// Each source or date once.
  private static func told(_ texts: [String]) -> String {
    texts.reduce(into: [String]()) { if !$1.isEmpty, !$0.contains($1) { $0.append($1) } }
      .joined(separator: "; ")
  }
}
