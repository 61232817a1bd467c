import FactorAnalysis
import StructuralModels

// Waves of a panel.
extension LadderData {
  /// What models are fitted to: the groups, or the people of a panel with all their waves.
  var fittedAnswers: GroupedAnswers {
    guard isPanel, let first = answers.groups.first else { return answers }
    let (table, items) = (table, model.items)
    let columns = answers.groups.flatMap { wave in
      items.map { wave.answers.column(of: $0) ?? wave.answers.weights.map { _ in .nan } }
    }
    guard
      let joined = try? ItemAnswers(
        names: table.variables(items), columns: columns, weights: first.answers.weights)
    else { return GroupedAnswers(groups: []) }
    return GroupedAnswers(groups: [
      .init(name: "", answers: joined, strata: first.strata, clusters: first.clusters)
    ])
  }

  /// Without answers missing at random, people count who answered everything in every wave.
  mutating func leaveOutPeople(_ missing: MissingInModel) {
    guard missing == .listwise else { return }
    let complete = answers.groups.map { Set($0.answers.countingRows(model.items, .listwise)) }
    answers.groups = answers.groups.map { wave in
      wave.weighted { row in complete.allSatisfy { $0.contains(row) } }
    }
  }

  /// Nil where there are more people than the model has parameters: in every wave, or in two and
  /// more where answers may be missing at random.
  func peopleMissing(_ missing: MissingInModel) -> UntestedReason? {
    let rows = answers.groups.map { wave in
      wave.answers.countingRows(model.items, missing == .listwise ? .listwise : .fiml)
    }
    var counts: [Int: Int] = [:]
    for row in rows.joined() { counts[row, default: 0] += 1 }
    let waves = missing == .listwise ? rows.count : 2
    let found = counts.values.count { $0 >= waves }
    let needed = table.table(.configural).freeCount + 1
    return found < needed ? .tooFewPeople(found: found, needed: needed) : nil
  }
}

extension GroupedAnswers.Group {
  /// The group with the weight of some rows set to 0; unchanged where all would be.
  fileprivate func weighted(_ counts: (Int) -> Bool) -> GroupedAnswers.Group {
    let weights = answers.weights.indices.map { counts($0) ? answers.weights[$0] : 0 }
    guard
      let own = try? ItemAnswers(
        names: answers.names, columns: answers.columns, weights: weights)
    else { return self }
    var group = self
    group.answers = own
    return group
  }
}
