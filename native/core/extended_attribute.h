// Extended attributes: what file systems tell of a file, and what they can be told to do with a directory.
#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace ioproof {

/// A call that the kernel or the file system refused. `code` is the name of its errno, such as `ENODATA`: the file has
/// no such attribute.
class AttributeError : public std::runtime_error {
public:
    /// `call` is what was tried, such as `getxattr`.
    AttributeError(const char* call, const std::string& path, const std::string& name, int error);

    const std::string& code() const { return code_; }
    int error() const { return error_; }

private:
    std::string code_;
    int error_;
};

/// The value, which may hold any bytes or none. Follows symbolic links. Throws AttributeError.
std::vector<char> extendedAttribute(const std::string& path, const std::string& name);

/// Makes or replaces it. Follows symbolic links. Throws AttributeError.
void setExtendedAttribute(const std::string& path, const std::string& name, std::span<const char> value);

}  // namespace ioproof
