// A failed call on storage with everything that a reader needs: operation, path, offset, length, errno.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

#include "core/operation.h"

namespace ioproof {

/// Symbolic name of an errno, for example `ENOSPC`; `errno 512` for one without a name. What lies above every errno is
/// of cuFile: `CUFILE_IO_NOT_SUPPORTED (5008)`.
std::string errnoName(int error);

/// Set-up code throws it; the hot loop only stores one. `error` 0 means end of file where data was expected.
struct IoFailure {
    OperationKind operation = OperationKind::Read;
    std::string path;
    uint64_t offset = 0;
    uint64_t length = 0;
    int error = 0;
    uint32_t worker = 0;
};

class IoError : public std::runtime_error {
public:
    /// `code` is a stable word for programs; the message names path and errno.
    IoError(std::string code, const std::string& message, IoFailure failure);
    /// For a failed system call: code `IO_ERROR`, message from the failure's fields.
    explicit IoError(IoFailure failure);

    const std::string& code() const { return code_; }
    const IoFailure& failure() const { return failure_; }

private:
    std::string code_;
    IoFailure failure_;
};

/// A job that cannot be prepared for a reason other than a path: an engine that the kernel refuses, a bad field.
class JobError : public std::runtime_error {
public:
    JobError(std::string code, const std::string& message) : std::runtime_error(message), code_(std::move(code)) {}
    const std::string& code() const { return code_; }

private:
    std::string code_;
};

}  // namespace ioproof
