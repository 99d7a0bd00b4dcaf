// Words for errno values and failed calls.
#include "core/io_error.h"

#include <cstring>
#include <utility>

#include "core/cufile_codes.h"

namespace ioproof {

std::string errnoName(int error) {
    if (error > cufileErrorBase)
        return "CUFILE_" + std::string(wordsOfCufileError(error).name) + " (" + std::to_string(error) + ")";
    const char* name = strerrorname_np(error);
    return name != nullptr ? name : "errno " + std::to_string(error);
}

namespace {

std::string reasonOf(int error) {
    if (error == 0) return "end of file where data was expected";
    if (error > cufileErrorBase) return errnoName(error) + ": " + std::string(wordsOfCufileError(error).hint);
    // Network file systems let numbers of the kernel's own through, 524 for one, that the C library has no words for.
    const char* description = strerrordesc_np(error);
    return errnoName(error) + (description != nullptr ? std::string(" (") + description + ")" : "");
}

std::string describe(const IoFailure& failure) {
    std::string text(nameOf(failure.operation));
    text += " of " + failure.path;
    if (failure.length > 0)
        text += " at offset " + std::to_string(failure.offset) + ", " + std::to_string(failure.length) + " bytes";
    return text + ": " + reasonOf(failure.error);
}

}  // namespace

IoError::IoError(std::string code, const std::string& message, IoFailure failure)
    : std::runtime_error(message), code_(std::move(code)), failure_(std::move(failure)) {}

IoError::IoError(IoFailure failure)
    : std::runtime_error(describe(failure)), code_("IO_ERROR"), failure_(std::move(failure)) {}

}  // namespace ioproof
