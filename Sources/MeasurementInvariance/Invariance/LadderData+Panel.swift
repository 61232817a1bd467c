import FactorAnalysis
import StructuralModels

// Waves of a panel.
extension LadderData {
  /// What models are fitted to: the groups, or the people of a panel with all their waves.
  ///
  /// - Throws: ``ModelError/unusableAnswers(_:)`` where nobody who counts answered an item of a wave.
  func fittedAnswers() throws(ModelError) -> GroupedAnswers {
    guard isPanel, let first = answers.groups.first else { return answers }
    let (table, items) = (table, model.items)
    let columns = answers.groups.flatMap { wave in
      items.map { wave.answers.column(of: $0) ?? wave.answers.weights.map { _ in .nan } }
    }
    do throws(FactorAnalysisError) {
      let joined = try ItemAnswers(
        names: table.variables(items), columns: columns, weights: first.answers.weights)
      return GroupedAnswers(groups: [
        .init(name: "", answers: joined, strata: first.strata, clusters: first.clusters)
      ])
    } catch {
      throw .unusableAnswers(error)
    }
  }

  /// Without answers missing at random, people count who answered everything in every wave.
  mutating func leaveOutPeople(_ missing: MissingInModel) {
    guard missing == .listwise else { return }
    let complete = answers.groups.map { Set($0.answers.countingRows(model.items, .listwise)) }
    let everywhere = complete.dropFirst().reduce(complete.first ?? []) { $0.intersection($1) }
    // Where nobody is left, `peopleMissing` tells how many there should be.
    guard !everywhere.isEmpty else { return }
    do throws(FactorAnalysisError) {
      answers.groups = try answers.groups.map { wave throws(FactorAnalysisError) in
        try wave.counting(everywhere)
      }
    } catch {
      problem = .unusableAnswers(error)
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
  /// The group with the weight of all but some rows set to 0.
  ///
  /// - Throws: ``FactorAnalysisError/itemWithoutAnswers(_:)`` where none of the rows answers an item.
  fileprivate func counting(
    _ rows: Set<Int>
  ) throws(FactorAnalysisError) -> GroupedAnswers.Group {
    let weights = answers.weights.indices.map { rows.contains($0) ? answers.weights[$0] : 0 }
    var group = self
    group.answers = try ItemAnswers(
      names: answers.names, columns: answers.columns, weights: weights)
    return group
  }
}
