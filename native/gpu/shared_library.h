// Opens an optional library at run time: the only place that does.
#pragma once

#include <string>
#include <vector>

namespace ioproof {

/// Is never closed: these libraries have threads and exit handlers of their own.
class SharedLibrary {
public:
    /// Tries the names and paths in their order. Throws JobError with this code, with what every one of them said, and
    /// with what can be done about it.
    SharedLibrary(const std::vector<std::string>& candidates, const std::string& errorCode, const std::string& hint);

    /// Null where it has no such symbol.
    void* symbol(const char* name) const;
    template <typename Function>
    void load(Function& function, const char* name) const {
        function = reinterpret_cast<Function>(symbol(name));
    }
    /// Opens a library whose symbols another one lacks and takes from the process; one that is not there is no error.
    static void provide(const char* name);
    /// Where it was found, as the loader tells; else the name that was asked for.
    const std::string& path() const { return path_; }

private:
    void* handle_ = nullptr;
    std::string path_;
};

}  // namespace ioproof
