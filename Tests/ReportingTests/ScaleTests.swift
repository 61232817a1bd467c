import Testing

@testable import Reporting

@Suite("Scales and ticks")
struct ScaleTests {
  @Test func `A scale maps ends to ends, either way round`() {
    let scale = LinearScale(domain: 0...100, start: 300, end: 100)
    #expect(scale.position(0) == 300)
    #expect(scale.position(100) == 100)
    #expect(scale.position(25) == 250)
    #expect(scale.clamped(140) == 100)
    #expect(scale.clamped(-1) == 300)
    #expect(LinearScale(domain: 5...5, start: 0, end: 10).position(5) == 5)
  }

  @Test(
    "Ticks are multiples of 1, 2 or 5 times a power of ten",
    arguments: [
      (0.0...100.0, 5, [0.0, 20, 40, 60, 80, 100], 0),
      (0...100, 10, [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100], 0),
      (-1.2...3.4, 5, [-1, 0, 1, 2, 3], 0),
      (0...0.3, 3, [0, 0.1, 0.2, 0.3], 1),
      (0.31...0.37, 3, [0.32, 0.34, 0.36], 2),
      (31...69, 4, [40, 50, 60], 0),
      (-15...15, 6, [-15, -10, -5, 0, 5, 10, 15], 0),
      (0...23_000, 4, [0, 10_000, 20_000], 0),
    ] as [(ClosedRange<Double>, Int, [Double], Int)])
  func ticks(_ range: ClosedRange<Double>, count: Int, expected: [Double], digits: Int) {
    let ticks = Ticks(in: range, atMost: count)
    #expect(ticks.values == expected)
    #expect(ticks.fractionDigits == digits)
  }

  @Test(
    "Round ranges hold the data",
    arguments: [
      ([42.2, 67.8], 40.0...70.0), ([0, 0.41], 0...0.5), ([-0.9, 1.9], -1...2), ([5, 5], 4...6),
      ([], 0...1), ([.nan, 3, 8], 3...8), ([-12, 11.5], -15...15),
    ] as [([Double], ClosedRange<Double>)])
  func roundRanges(_ data: [Double], expected: ClosedRange<Double>) {
    #expect(Ticks.roundRange(of: data) == expected)
  }

  @Test("Laws of ticks over seeds", arguments: 0..<200)
  func laws(seed: UInt64) {
    let low = Double((seed &* 2_862_933_555_777_941_757) >> 50) / 16 - 500
    let width = Double((seed &* 3_202_034_522_624_059_733 &+ 1) >> 44) / 1024 + 0.001
    let range = Ticks.roundRange(of: [low, low + width])
    #expect(range.lowerBound <= low + width * 1e-6)
    #expect(range.upperBound >= low + width * (1 - 1e-6))
    let ticks = Ticks(in: range, atMost: 8)
    #expect((2...9).contains(ticks.values.count))
    #expect(ticks.values == ticks.values.sorted())
    #expect(ticks.values.allSatisfy { range.contains($0) })
  }

  @Test func `Blocks of text do not overlap and stay inside`() {
    let tops = Stacking.tops(of: [(16, 10), (16, 12), (32, 14), (16, 95)], between: 0, and: 100)
    #expect(tops == [2, 20, 38, 84])
  }
}

@Suite("Text measure")
struct TextMeasureTests {
  @Test func `Lines are no wider than asked, and nothing is lost`() {
    let text = "Если возникает общая проблема, соседи сумеют договориться и решить её вместе"
    let lines = TextMeasure.lines(of: text, width: 180, size: 13)
    #expect(lines.count > 2)
    #expect(lines.allSatisfy { TextMeasure.width(of: $0, size: 13) <= 180 })
    #expect(lines.joined(separator: " ") == text)
  }
}

@Suite("Colours")
struct ColourTests {
  @Test func `Contrast is that of the guidelines`() {
    #expect(abs(Colour.white.contrast(with: Colour(0x000000)) - 21) < 1e-9)
    #expect(abs(Colour(0x777777).contrast(with: .white) - 4.478) < 0.001)
    #expect(Colour(0x00FF0A).hex == "#00ff0a")
  }

  @Test("Every series reads on white", arguments: Colour.series)
  func seriesContrast(_ colour: Colour) {
    #expect(colour.contrast(with: .white) >= 4.5)
  }

  @Test("Numbers inside bars read on every fill of scales up to 11 answers", arguments: 2...11)
  func barContrast(_ count: Int) {
    let names = (1...count).map(String.init)
    let plot = StackedBarPlot(
      categories: StackedBarPlot.Category.scale(names, apart: ["97", "98"]), bars: [])
    for index in plot.categories.indices {
      let colour = plot.fill(of: index).colour
      #expect(colour.contrast(with: colour.textColour) >= 4.5)
    }
  }

  @Test func `Neighbouring answers differ in lightness or texture`() {
    let names = ["1", "2", "3", "4", "5"]
    let plot = StackedBarPlot(
      categories: StackedBarPlot.Category.scale(names, apart: ["97"]), bars: [])
    for (left, right) in zip(plot.categories.indices, plot.categories.indices.dropFirst()) {
      let (one, other) = (plot.fill(of: left), plot.fill(of: right))
      #expect(one.texture != other.texture || one.colour.contrast(with: other.colour) > 1.3)
    }
  }
}
