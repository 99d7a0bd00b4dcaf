// The last file has the longest path: numbers grow, and shorter ones are filled up with zeros.
#include "core/path_limits.h"

#include <sys/statvfs.h>

#include <climits>
#include <cstring>
#include <string>

#include "core/chain_names.h"
#include "core/io_error.h"

namespace ioproof {
namespace {

struct Longest {
    std::string path;
    size_t nameBytes() const { return path.size() - path.rfind('/') - 1; }
};

void consider(PathName name, const std::string& file, Longest& longest) {
    std::string path(file.size() + longestNameSuffix + 1, '\0');
    writeName(name, file.c_str(), path.data());
    path.resize(std::strlen(path.c_str()));
    if (path.size() > longest.path.size()) longest.path = path;
}

Longest longestOf(const JobSpec& spec, const FileNamespace& names) {
    const std::string file = names.path(names.longestNamed());
    Longest longest{file};
    for (const PathName name : furtherNamesOf(spec.operations, spec.operationsBefore)) consider(name, file, longest);
    for (const MixShare& share : spec.mix)
        for (const PathName name : furtherNamesOf(share.operations)) consider(name, file, longest);
    return longest;
}

}  // namespace

void requireNamesFit(const JobSpec& spec, const FileNamespace& names) {
    const Longest longest = longestOf(spec, names);
    constexpr size_t mostPathBytes = PATH_MAX - 1;  // PATH_MAX counts the terminating zero
    if (longest.path.size() > mostPathBytes)
        throw JobError("PATH_TOO_LONG", "the longest path has " + std::to_string(longest.path.size()) +
                                            " bytes where the kernel takes " + std::to_string(mostPathBytes) + ": \"" +
                                            longest.path + "\"");
    struct statvfs facts{};
    // A root that is not there is told by the first call on a file in it.
    if (statvfs(spec.root.c_str(), &facts) != 0 || longest.nameBytes() <= facts.f_namemax) return;
    throw JobError("NAME_TOO_LONG", "the longest name has " + std::to_string(longest.nameBytes()) +
                                        " bytes where the file system of \"" + spec.root + "\" allows " +
                                        std::to_string(facts.f_namemax) + ": \"" +
                                        longest.path.substr(longest.path.rfind('/') + 1) + "\"");
}

}  // namespace ioproof
