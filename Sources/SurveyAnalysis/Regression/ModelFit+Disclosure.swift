import Estimation
import SurveyModel

extension ModelFit {
  /// For each interview, whether it has an answer to everything in the model.
  var isComplete: [Bool] {
    (0..<scope.design.count).map { row in
      scope.design.isMember[row] && outcome.has(row)
        && variables.variables.allSatisfy { $0.has(row) }
    }
  }

  /// Why the model would tell of few people: its intercept and a slope make a category's mean, an
  /// interaction that of a cell.
  var refusal: NoModel? {
    if let sole = variables.variables.first(where: { $0.isGroup && $0.categories.count < 2 }) {
      return .oneCategory(sole.name)
    }
    let isComplete = isComplete
    let minimum = scope.minimumBase
    var cells = variables.terms.map { term in term.map { variables.variables[$0].name } }
    if let group = query.differenceInDifferences?.group { cells.append([group, ModelScope.wave]) }
    cells += query.marginNames
    for cell in cells {
      let groups = cell.compactMap { variables[$0] }.filter(\.isGroup)
      guard !groups.isEmpty, let least = least(of: groups, among: isComplete) else { continue }
      guard least.count < minimum else { continue }
      return .fewInCategory(
        least.name, group: groups.map(\.name).joined(separator: ":"), minimum: minimum)
    }
    return refusalOfNumbers(isComplete) ?? refusalOfInteractions(isComplete) ?? refusalOfOne
      ?? refusalOfLeftOut
  }

  /// A number that all but few people have alike marks those few as a category would; in an
  /// interaction with groups, within each of their cells.
  private func refusalOfNumbers(_ isComplete: [Bool]) -> NoModel? {
    for term in variables.terms {
      let own = term.map { variables.variables[$0] }
      let groups = own.filter(\.isGroup)
      for variable in own where variable.name != WaveSpans.mark {
        guard case .number(let numbers) = variable.values else { continue }
        var counts: [[Int]: [Double: Int]] = [:]
        for row in isComplete.indices where isComplete[row] {
          let cell = groups.map { $0.place(row) }
          counts[cell, default: [:]][numbers[row], default: 0] += 1
        }
        for values in counts.values {
          let others = values.values.reduce(0, +) - (values.values.max() ?? 0)
          guard others > 0, others < scope.minimumBase else { continue }
          return .fewOfANumber(variable.name, minimum: scope.minimumBase)
        }
      }
    }
    return nil
  }

  /// The cell of some groups with the fewest complete interviews; of a single group those that have
  /// none are no cell.
  private func least(
    of groups: [ModelVariable], among isComplete: [Bool]
  ) -> (name: String, count: Int)? {
    var counts = [0]
    var names = [""]
    var places = isComplete.map { $0 ? 0 : -1 }
    for group in groups {
      guard case .categories(let categories, let own) = group.values else { continue }
      names = names.flatMap { name in
        categories.map { (name.isEmpty ? "" : name + ":") + "\(group.name)=\($0)" }
      }
      places = zip(places, own).map { $0 < 0 || $1 < 0 ? -1 : $0 * categories.count + $1 }
      counts = Array(repeating: 0, count: names.count)
    }
    for place in places where place >= 0 { counts[place] += 1 }
    let known = names.indices.filter { groups.count > 1 || counts[$0] > 0 }
    return known.min { counts[$0] < counts[$1] }.map { (names[$0], counts[$0]) }
  }

  /// In a model of groups alone with interactions, which says what the means of cells say, people who
  /// are in none of the categories must not be told from what is known of their sample.
  private func refusalOfInteractions(_ isComplete: [Bool]) -> NoModel? {
    let own = variables.variables.filter { !$0.breakdowns.isEmpty }
    guard variables.hasInteractions,
      variables.variables.allSatisfy({ $0.isGroup || $0.name == WaveSpans.mark }),
      let first = own.first
    else { return nil }
    var start = 0
    for (place, sample) in scope.samples.enumerated() {
      let rows = start..<(start + sample.design.count)
      start = rows.upperBound
      let divisions =
        own.map { $0.breakdowns[place] }
        + crossings.compactMap { $0.indices.contains(place) ? $0[place] : nil }
      for division in divisions {
        let disclosure = division.disclosure(
          of: rows.map { outcome.has($0) }, weights: sample.design.weights,
          rule: sample.disclosure)
        guard disclosure.suppressions.contains(.secondary) || disclosure.coarseness > 0
        else { continue }
        return .fewOutside(group: first.name, minimum: scope.minimumBase)
      }
    }
    return nil
  }

  private var refusalOfLeftOut: NoModel? {
    let few = LeftOut(self)
    guard few.coarseness > LeftOut.greatestCoarseness else { return nil }
    return .fewLeftOut(few.lacking, minimum: scope.minimumBase)
  }

  private var refusalOfOne: NoModel? {
    guard let disclosure = soleDisclosure,
      disclosure.suppressions.contains(.secondary)
        || disclosure.coarseness > 0 && query.family != .linear,
      let group = variables.variables.first?.name
    else { return nil }
    return .fewOutside(group: group, minimum: scope.minimumBase)
  }

  /// What may be shown by a group that is the only predictor of one sample: the model then says what
  /// means say.
  var soleDisclosure: GroupDisclosure? {
    guard !scope.isPooled, variables.variables.count == 1,
      let breakdown = variables.variables[0].breakdowns.first, let sample = scope.samples.first
    else { return nil }
    return breakdown.disclosure(
      of: isComplete.indices.map { outcome.has($0) }, weights: sample.design.weights,
      rule: sample.disclosure)
  }
}

extension ModelFit {
  /// How the figures are rounded for the few people whom the model leaves out; nil where they may be
  /// exact.
  var rounding: ModelRounding? { ModelRounding(self, leaving: LeftOut(self)) }

  /// From the least to the greatest value that the outcome can have.
  var scale: Double {
    guard case .numbers = outcome, !query.outcome.contains("=") else { return 1 }
    return scope.samples.compactMap { $0.quantity(query.outcome)?.scale }.max() ?? 100
  }
}

extension ModelQuery {
  /// The names that each of the margins crosses.
  var marginNames: [[String]] { margins.map { $0.split(separator: ":").map(String.init) } }
}
