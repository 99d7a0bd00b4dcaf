// The last file has the longest path: numbers grow, and shorter ones are filled up with zeros.
#include "core/path_limits.h"

#include <sys/statvfs.h>

#include <climits>
#include <cstring>
#include <string>
#include <vector>

#include "core/chain_names.h"
#include "core/io_error.h"

namespace ioproof {
namespace {

struct Longest {
    std::string path;
    size_t nameBytes() const { return path.size() - path.rfind('/') - 1; }
};

void requirePathFits(const std::string& path) {
    constexpr size_t most = PATH_MAX - 1;  // PATH_MAX counts the terminating zero
    if (path.size() > most)
        throw JobError("PATH_TOO_LONG", "the longest path has " + std::to_string(path.size()) +
                                            " bytes where the kernel takes " + std::to_string(most) + ": \"" + path +
                                            "\"");
}

/// `longest`: its last name is looked at.
void requireNameFits(const std::string& root, const Longest& longest) {
    struct statvfs facts{};
    // A root that is not there is told by the first call on a file in it.
    if (statvfs(root.c_str(), &facts) != 0 || longest.nameBytes() <= facts.f_namemax) return;
    throw JobError("NAME_TOO_LONG", "the longest name has " + std::to_string(longest.nameBytes()) +
                                        " bytes where the file system of \"" + root + "\" allows " +
                                        std::to_string(facts.f_namemax) + ": \"" +
                                        longest.path.substr(longest.path.rfind('/') + 1) + "\"");
}

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

/// Below the root, of the checkpoint with the highest number.
std::vector<std::string> namesIn(const CheckpointFiles& files) {
    const CheckpointSpec& spec = files.spec();
    uint32_t number = spec.present.empty() ? 0 : spec.present.back();
    if (spec.saves > 0) number = spec.firstNumber + spec.saves - 1;
    const std::string top = spec.directoryPrefix + std::to_string(number) + "/";
    const std::string suffix = spec.rename ? CheckpointFiles::temporarySuffix : "";
    std::vector<std::string> names{top + CheckpointFiles::sealName + CheckpointFiles::temporarySuffix};
    for (const CheckpointPart& part : spec.parts) names.push_back(top + part.name + suffix);
    for (const ClosingFile& file : spec.closing) names.push_back(top + file.name + suffix);
    return names;
}

/// Up to the longest of its names.
Longest longestNameOf(const std::string& path) {
    Longest longest;
    for (size_t end = path.find('/'); end != std::string::npos; end = path.find('/', end + 1)) {
        const Longest directory{path.substr(0, end)};
        if (directory.nameBytes() > longest.nameBytes()) longest = directory;
    }
    const Longest file{path};
    return file.nameBytes() > longest.nameBytes() ? file : longest;
}

}  // namespace

void requireNamesFit(const JobSpec& spec, const FileNamespace& names) {
    const Longest longest = longestOf(spec, names);
    requirePathFits(longest.path);
    requireNameFits(spec.root, longest);
}

void requireNamesFit(const CheckpointFiles& files) {
    Longest path, name;
    for (const std::string& each : namesIn(files)) {
        if (each.size() > path.path.size()) path.path = each;
        if (const Longest own = longestNameOf(each); own.nameBytes() > name.nameBytes()) name = own;
    }
    requirePathFits(files.root() + "/" + path.path);
    requireNameFits(files.root(), name);
}

}  // namespace ioproof
