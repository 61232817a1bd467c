import ArgumentParser

/// How a command ends, as sysexits has it.
enum ExitStatus: Int32 {
  /// Something is wrong with the data.
  case dataError = 65
  /// A file is missing.
  case noInput = 66
  /// The output cannot be written.
  case cannotCreate = 73
  /// Standard output or standard error cannot be written to.
  case ioError = 74

  var code: ExitCode { ExitCode(rawValue) }
}
