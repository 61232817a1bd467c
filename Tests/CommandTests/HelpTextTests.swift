import Testing

@testable import loci

struct HelpTextTests {
  @Test func `lines of a paragraph are joined, and paragraphs stay apart`() {
    let text = HelpText.discussion("one\ntwo\n\nthree", examples: ["plan"])
    #expect(text == "one two\n\nthree\n\nEXAMPLES:\n  loci plan\n")
  }

  @Test func `examples come last`() {
    let help = "OVERVIEW: x\n\nmore\n\nEXAMPLES:\n  loci x\n\n\nUSAGE: loci x\n\nOPTIONS:\n  -h\n"
    #expect(
      HelpText.examplesLast(help)
        == "OVERVIEW: x\n\nmore\n\nUSAGE: loci x\n\nOPTIONS:\n  -h\n\nEXAMPLES:\n  loci x")
    #expect(HelpText.examplesLast("GeniusLoci 0.1.0") == "GeniusLoci 0.1.0")
  }
}
