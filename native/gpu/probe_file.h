// A file of the probe's own: full of written data, open for direct I/O, gone when the probe is over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "core/file_descriptor.h"

namespace ioproof {

class ProbeFile {
public:
    /// With a hidden name in the directory. Its data is on the storage: cuFile takes a way of its own around holes.
    /// Throws IoError.
    ProbeFile(const std::string& directory, size_t bytes);
    ~ProbeFile();
    ProbeFile(const ProbeFile&) = delete;
    ProbeFile& operator=(const ProbeFile&) = delete;

    int descriptor() const { return file_.get(); }
    const std::string& path() const { return path_; }

    /// What has been written is on the storage. Throws IoError.
    void sync() const;
    /// The start of the file, by pread(2). Throws IoError; also where the file is shorter.
    void read(std::span<std::byte> buffer) const;

private:
    std::string path_;
    FileDescriptor file_;
};

}  // namespace ioproof
