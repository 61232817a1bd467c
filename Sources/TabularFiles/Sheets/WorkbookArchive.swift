import CZip

/// The parts of a workbook: a zip archive in memory, read through libzip.
struct ZipArchive: ~Copyable {
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  /// Bytes that all parts together may unpack to.
  static let sizeLimit = 1 << 28
  private static let blockSize = 1 << 16

  private let archive: OpaquePointer

  /// Opens an archive for the duration of `body`.
  static func open<Result>(
    _ bytes: [UInt8], _ body: (borrowing ZipArchive) throws -> Result
  ) throws -> Result {
    try bytes.withUnsafeBytes { buffer in
      var error = zip_error_t()
      zip_error_init(&error)
      defer { zip_error_fini(&error) }
      guard
        let source = zip_source_buffer_create(
          buffer.baseAddress, zip_uint64_t(buffer.count), 0, &error)
      else { throw Fault(description: "no memory for it") }
      guard let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
        zip_source_free(source)
        throw Fault(description: "its zip archive is not complete")
      }
      defer { zip_discard(archive) }
      return try body(ZipArchive(archive: archive))
    }
  }

  /// Whether there is a part of this path, in any case of letters.
  func contains(_ path: String) -> Bool {
    zip_name_locate(archive, path, zip_flags_t(ZIP_FL_NOCASE)) >= 0
  }

  /// Unpacks a part block by block.
  ///
  /// - Returns: Its unpacked size.
  func read(
    _ path: String, limit: Int, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> Int {
    let index = zip_name_locate(archive, path, zip_flags_t(ZIP_FL_NOCASE))
    guard index >= 0, let file = zip_fopen_index(archive, zip_uint64_t(index), 0) else {
      throw Fault(description: "its part \(path) is missing or locked by a password")
    }
    defer { zip_fclose(file) }
    var total = 0
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockSize, alignment: 16)
    defer { block.deallocate() }
    while true {
      let count = Int(zip_fread(file, block.baseAddress, zip_uint64_t(Self.blockSize)))
      guard count >= 0 else { throw Fault(description: "its part \(path) cannot be unpacked") }
      guard count > 0 else { return total }
      total += count
      guard total <= limit else {
        throw Fault(description: "it unpacks to more than \(Self.sizeLimit >> 20) MB")
      }
      try body(UnsafeRawBufferPointer(rebasing: block[..<count]))
    }
  }
}
