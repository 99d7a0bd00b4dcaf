// The library of GPUDirect Storage: its functions, what of it is there, and its failures by name.
#pragma once

#include <string>
#include <vector>

#include "core/cufile_codes.h"
#include "gpu/cufile_abi.h"
#include "gpu/shared_library.h"

namespace ioproof {

/// A return value of a read or write, or what an event or an asynchronous operation has left, as bytes or -errno. Codes
/// of cuFile (5001 …) stay what they are, negative: an errno is always below them. `error`: errno after the call.
int32_t cufileOutcome(ssize_t returned, int error);

class CufileLibrary {
public:
    /// Opens libcufile.so.0 by name and in the directories where CUDA and its Python packages keep it, or the library
    /// at `path` where that is not empty. Throws JobError CUFILE_LIBRARY_MISSING, or CUFILE_TOO_OLD where it lacks what
    /// every version has.
    explicit CufileLibrary(const std::string& path);

    const cufile::Functions* operator->() const { return &functions_; }
    const std::string& path() const { return library_.path(); }
    /// For example 1.15; empty before 1.8, which does not tell.
    std::string version() const;
    bool hasBatch() const;
    bool hasStream() const;
    bool hasStats() const;
    bool hasParameters() const;
    /// Of these: batch, stream, stats, parameters.
    std::vector<std::string> capabilities() const;

    /// Throws JobError `CUFILE_<NAME>` for what is no success, with code, name and hint in its message. `what`: the
    /// function, with its values where they help.
    static void require(cufile::Error error, const std::string& what);

private:
    SharedLibrary library_;
    cufile::Functions functions_{};
};

}  // namespace ioproof
