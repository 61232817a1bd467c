import Estimation
import SurveyModel

/// A margin that a sample is weighted to.
public struct SampleMargin: Hashable, Sendable {
  public let group: Crossing
  /// Those that have a target, in the order of the passport's.
  public let categories: [MergedCategory]
  /// The answers and targets, under the names of group and categories.
  let population: PopulationMargin
}

extension SampleWeighting {
  /// One margin for each group of the sheet, in its order.
  mutating func margins(from rows: [Margin]) -> [SampleMargin] {
    var groups: [Crossing] = []
    for row in rows where !groups.contains(row.group) { groups.append(row.group) }
    return groups.compactMap { group in
      let own = rows.filter { $0.group == group }
      guard let membership = membership(of: group) else {
        note(
          Diagnostic(
            .error, "margin-group-unknown",
            "city \(sample.city), wave \(sample.wave): no interview can be put into the group"
              + " '\(group.name)'; its margins are not used",
            fix: "name groups of groups.csv, joined by * where crossed, whose question was asked",
            at: own[0].location))
        return nil
      }
      return SampleMargin(membership, rows: own, merges: merges(of: group, in: own))
    }
  }

  /// The merges that were asked for, by a category of the sheet or by the plan.
  private func merges(of group: Crossing, in rows: [Margin]) -> [MergedCategory] {
    rows.map(\.category).filter(\.isMerged)
      + plan.merges.filter { $0.group == group }.map(\.category)
  }

  private func membership(of group: Crossing) -> GroupMembership? {
    let parts = group.groups.compactMap { name in
      study.grouping(name).flatMap { GroupMembership($0, in: sample) }
    }
    return parts.count < group.groups.count ? nil : GroupMembership(crossing: parts)
  }
}

extension SampleMargin {
  /// - Parameter merges: Categories that count as one.
  fileprivate init(_ membership: GroupMembership, rows: [Margin], merges: [MergedCategory]) {
    var merged: [CrossedCategory: MergedCategory] = [:]
    for merge in merges {
      for category in merge.categories { merged[category] = merge }
    }
    func counted(_ category: MergedCategory) -> MergedCategory {
      category.isMerged ? category : merged[category.categories[0]] ?? category
    }
    var categories: [MergedCategory] = []
    var targets: [PopulationMargin.Target] = []
    for row in rows {
      let category = counted(row.category)
      if category != row.category, let place = categories.firstIndex(of: category) {
        targets[place].population += row.population
      } else {
        categories.append(category)
        targets.append(
          PopulationMargin.Target(
            category: category.name, population: row.population,
            mergedFrom: category.isMerged ? category.categories.map(\.name) : []))
      }
    }
    let names = membership.categories.map { counted($0).name }
    group = membership.group
    self.categories = categories
    population = PopulationMargin(
      name: membership.name,
      answers: CategoricalAnswers(
        membership.indices.map { $0 < 0 ? nil : names[$0] },
        categories: membership.categoryNames.reduce(into: targets.map(\.category)) {
          if !$0.contains($1) { $0.append($1) }
        }),
      targets: targets, source: Self.told(rows.map(\.source)), date: Self.told(rows.map(\.date)))
  }

  /// Each source or date once.
  private static func told(_ texts: [String]) -> String {
    texts.reduce(into: [String]()) { if !$1.isEmpty, !$0.contains($1) { $0.append($1) } }
      .joined(separator: "; ")
  }
}
