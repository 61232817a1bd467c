import ArgumentParser

@main
struct Loci: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "loci",
    abstract: "From a questionnaire and field files to city reports.")
}
