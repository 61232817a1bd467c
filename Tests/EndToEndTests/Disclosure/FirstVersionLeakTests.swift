import Testing

/// The attacker is tried before it judges: it recovers what the first version is known to have
/// given away.
struct FirstVersionLeakTests {
  @Test(arguments: FirstVersionLeak.all)
  func `what the first version gave away is recovered`(_ leak: FirstVersionLeak) throws {
    let report = try FirstVersion(leak.study).attack(files: leak.files, calls: leak.calls)
    #expect(report.mistakes == [])
    let finding = report.findings.first { finding in
      finding.kind == leak.kind && leak.words.allSatisfy { finding.words.contains($0) }
    }
    let found = try #require(finding, "\(report.summary(leak.description))")
    #expect(found.people == leak.people)
    if let value = leak.value {
      #expect(found.interval.widened(by: 0.01).contains(value))
      #expect(found.interval.width < leak.width)
    }
  }

  @Test func `all that the first version wrote of a study is attacked at once`() throws {
    let plain = try FirstVersion("plain")
    let report = plain.attack(
      files: plain.report?.paths ?? [], calls: plain.calls.keys.sorted())
    #expect(report.mistakes == [])
    #expect(report.relations > 200 && report.hidden > 20 && report.narrowest < 1e-4)
  }

  /// 59 of a contrast and 60 of the whole leave one person.
  @Test func `a contrast's n tells how many are hidden`() throws {
    let first = try FirstVersion("plain")
    let call = try #require(first.calls["contrast"])
    let tables = PublishedTables(
      try #require(first.report).keeping(["tables/scores.csv"]), sheets: first.study.sheets)
    let rows = EstimateRows(call.arguments, output: call.output, sheets: first.study.sheets)
    let range = try #require(
      peopleHidden(rows.figures + tables.figures, in: ["age": "young"], of: first.study))
    #expect(range.widened(by: 1e-6).contains(1) && range.width < 1e-6)
  }

  private func peopleHidden(
    _ figures: [PublishedFigure], in cell: Cell, of study: AttackedStudy
  ) -> ClosedRange<Double>? {
    let groups = study.sheets.groups.filter { $0.question == "SD2" }
    let partition = Partition([
      Partition.Side(question: "SD2", groups: groups, sheets: study.sheets)
    ])
    let block = AttackedBlock(
      partition, at: Place(city: "alpha", wave: "w1"), of: Measured(name: "INN"),
      limits: 0...100,
      in: SampleSize(interviews: 60, weighted: 60, isUnweighted: true), figures: figures)
    let truth = TrueBlock(block, tally: TruthTally(study.truth), groups: [groups])
    // Ages are of everybody.
    let atoms = partition.atoms(of: cell) ?? []
    let rest = partition.all.subtracting(partition.atoms(of: ["age": "young|middle|old"]) ?? [])
    return BlockAttack(block: block, truth: truth, minimumBase: 30)
      .people(in: atoms.union(rest))
  }

  /// With ten digits a person's mean is what is left of the whole; with whole points it is not.
  @Test func `digits are what gives one person away`() throws {
    let first = try FirstVersion("plain")
    let files = try #require(first.report).keeping(["tables/groups.csv", "tables/scores.csv"])
    let exact = PublishedTables(files, sheets: first.study.sheets).figures
    let rounded = exact.map { figure in
      var figure = figure
      if figure.quantity == .mean {
        let middle = (figure.range.lowerBound + figure.range.upperBound) / 2
        figure.range = (middle.rounded() - 0.5)...(middle.rounded() + 0.5)
      }
      return figure
    }
    let young = "alpha w1: INN of age=young"
    func findings(_ figures: [PublishedFigure]) -> [Finding] {
      let attack = Attack(
        sheets: first.study.sheets, figures: figures,
        interviews: [Place(city: "alpha", wave: "w1"): 60],
        tally: TruthTally(first.study.truth))
      let report = attack.report()
      #expect(report.mistakes == [])
      return report.findings.filter { $0.words == young }
    }
    #expect(findings(exact).map(\.kind) == [.mean])
    #expect(findings(rounded).isEmpty)
  }
}
