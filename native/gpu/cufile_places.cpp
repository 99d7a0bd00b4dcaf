// glob(3) over the directories of CUDA toolkits, conda and site-packages.
#include "gpu/cufile_places.h"

#include <glob.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace ioproof {
namespace {

constexpr const char* libraryName = "libcufile.so.0";

void addMatches(const std::string& directories, std::vector<std::string>& found) {
    glob_t matches{};
    std::vector<std::string> paths;
    if (glob((directories + "/" + libraryName).c_str(), 0, nullptr, &matches) == 0)
        paths.assign(matches.gl_pathv, matches.gl_pathv + matches.gl_pathc);
    globfree(&matches);
    std::sort(paths.begin(), paths.end(),
              [](const std::string& a, const std::string& b) { return strverscmp(a.c_str(), b.c_str()) > 0; });
    found.insert(found.end(), paths.begin(), paths.end());
}

void addPackages(const std::string& prefix, std::vector<std::string>& found) {
    for (const char* packages : {"site-packages", "dist-packages"})
        for (const char* package : {"nvidia/cu[0-9]*/lib", "nvidia/cufile/lib"})
            addMatches(prefix + "/lib/python3*/" + packages + "/" + package, found);
}

/// Of an environment variable; empty without it.
std::string directoryIn(const char* variable) {
    const char* value = std::getenv(variable);
    return value != nullptr ? value : "";
}

}  // namespace

std::vector<std::string> cufileCandidates() {
    std::vector<std::string> found{libraryName};
    addMatches("/usr/local/cuda/lib64", found);
    addMatches("/usr/local/cuda/targets/*-linux/lib", found);
    addMatches("/usr/local/cuda-[0-9]*/targets/*-linux/lib", found);
    if (const auto conda = directoryIn("CONDA_PREFIX"); !conda.empty()) {
        addMatches(conda + "/lib", found);
        addPackages(conda, found);
    }
    if (const auto environment = directoryIn("VIRTUAL_ENV"); !environment.empty()) addPackages(environment, found);
    if (const auto home = directoryIn("HOME"); !home.empty()) addPackages(home + "/.local", found);
    addPackages("/usr/local", found);
    addPackages("/usr", found);
    return found;
}

}  // namespace ioproof
