"""Web addresses as people paste them, and the keys of the works they lead to."""

from __future__ import annotations

ARXIV = [
    "https://arxiv.org/abs/2408.06292",
    "http://arxiv.org/abs/2408.06292",
    "https://www.arxiv.org/abs/2408.06292",
    "https://export.arxiv.org/abs/2408.06292",
    "https://browse.arxiv.org/abs/2408.06292",
    "https://ARXIV.org/abs/2408.06292",
    "https://arxiv.org/pdf/2408.06292",
    "https://arxiv.org/pdf/2408.06292.pdf",
    "https://arxiv.org/html/2408.06292",
    "https://arxiv.org/format/2408.06292",
    "https://arxiv.org/src/2408.06292",
    "https://arxiv.org/e-print/2408.06292",
    "https://arxiv.org/ps/2408.06292",
    "https://arxiv.org/ftp/arxiv/papers/2408/2408.06292.pdf",
    "https://xxx.lanl.gov/abs/2408.06292",
    "https://arxiv.org/abs/2408.06292/",
    "https://arxiv.org/abs/arXiv:2408.06292",
    "https://arxiv.org/abs/2408.06292?context=cs.CL",
    "https://arxiv.org/html/2408.06292#S3",
    "https://arxiv.org/pdf/2408.06292#page=3",
    "https://doi.org/10.48550/arXiv.2408.06292",
    "https://dx.doi.org/10.48550/ARXIV.2408.06292",
    "  https://arxiv.org/abs/2408.06292 ",
]
MIRRORS = [
    "https://alphaxiv.org/abs/2408.06292",
    "https://alphaxiv.org/abs/2408.06292.md",
    "https://www.alphaxiv.org/pdf/2408.06292",
    "https://www.alphaxiv.org/overview/2408.06292",
    "https://huggingface.co/papers/2408.06292",
    "https://hf.co/papers/2408.06292",
    "https://ar5iv.org/abs/2408.06292",
    "https://ar5iv.org/html/2408.06292",
    "https://ar5iv.labs.arxiv.org/abs/2408.06292",
    "https://ar5iv.labs.arxiv.org/html/2408.06292",
    "https://www.arxiv-vanity.com/papers/2408.06292/",
    "https://scirate.com/arxiv/2408.06292",
    "https://papers.cool/arxiv/2408.06292",
    "https://www.semanticscholar.org/arxiv/2408.06292",
    "https://api.semanticscholar.org/arXiv:2408.06292",
    "https://ui.adsabs.harvard.edu/abs/arXiv:2408.06292",
    "https://ui.adsabs.harvard.edu/abs/arXiv:2408.06292/abstract",
    "https://ui.adsabs.harvard.edu/abs/arXiv%3A2408.06292",
    "https://dblp.org/rec/journals/corr/abs-2408-06292",
    "https://dblp.org/rec/journals/corr/abs-2408-06292.html",
    "https://dblp.org/rec/journals/corr/abs-2408-06292.html?view=bibtex",
    "https://dblp.org/rec/journals/corr/abs-2408-06292.bib",
]
OTHER_ARXIV = {
    "https://arxiv.org/abs/hep-th/9711200": "hep-th/9711200",
    "https://xxx.lanl.gov/pdf/cond-mat/9901001.pdf": "cond-mat/9901001",
    "https://arxiv.org/abs/math/0611800": "math/0611800",
    "https://arxiv.org/abs/math.CA/0611800": "math/0611800",
    "https://arxiv.org/abs/math.CA/0611800v2": "math/0611800",
    "https://arxiv.org/abs/math%2F0611800": "math/0611800",
    "https://doi.org/10.48550/arXiv.math/0611800": "math/0611800",
    "https://ar5iv.org/abs/math/0611800": "math/0611800",
    "https://arxiv.org/abs/0704.0001": "0704.0001",
    "https://arxiv.org/abs/0905.3587": "0905.3587",
    "https://arxiv.org/abs/1412.6980": "1412.6980",
    "https://arxiv.org/abs/1501.00001": "1501.00001",
    "https://ui.adsabs.harvard.edu/abs/2014arXiv1412.6980K/abstract": "1412.6980",
    "https://ui.adsabs.harvard.edu/abs/2017arXiv170603762V/abstract": "1706.03762",
}
OPENREVIEW = {
    "https://openreview.net/forum?id=B1ckMDqlg": "openreview:B1ckMDqlg",
    "https://openreview.net/pdf?id=B1ckMDqlg": "openreview:B1ckMDqlg",
    "https://openreview.net/forum?id=B1ckMDqlg&noteId=rk5Jx": "openreview:B1ckMDqlg",
    "https://openreview.net/forum?noteId=rk5Jx&id=B1ckMDqlg": "openreview:B1ckMDqlg",
    "https://openreview.net/forum/?id=B1ckMDqlg#discussion": "openreview:B1ckMDqlg",
    "https://openreview.net/forum?id=B1ckMDqlg).": "openreview:B1ckMDqlg",
    "https://openreview.net/attachment?id=B1ckMDqlg&name=pdf": "openreview:B1ckMDqlg",
    "https://openreview.net/group?id=ICLR.cc": "url:openreview.net/group?id=ICLR.cc",
    "https://openreview.net/references/pdf?id=a": "url:openreview.net/references/pdf?id=a",
}
ACL = {
    "https://aclanthology.org/2020.emnlp-main.550/": "acl:2020.emnlp-main.550",
    "https://aclanthology.org/2020.emnlp-main.550": "acl:2020.emnlp-main.550",
    "https://aclanthology.org/2020.emnlp-main.550.pdf": "acl:2020.emnlp-main.550",
    "https://aclanthology.org/2020.emnlp-main.550v2.pdf": "acl:2020.emnlp-main.550",
    "https://aclanthology.org/2020.emnlp-main.550.bib": "acl:2020.emnlp-main.550",
    "https://aclanthology.org/P19-1139": "acl:P19-1139",
    "https://www.aclweb.org/anthology/P19-1139": "acl:P19-1139",
    "https://aclweb.org/anthology/P19-1139.pdf": "acl:P19-1139",
    "https://aclweb.org/anthology/papers/N/N18/N18-1202/": "acl:N18-1202",
    "http://www.aclweb.org/anthology/D/D14/D14-1162.pdf": "acl:D14-1162",
    "https://doi.org/10.18653/v1/P19-1139": "acl:P19-1139",
    "https://doi.org/10.18653/v1/p19-1139": "acl:P19-1139",
    "https://doi.org/10.3115/v1/D14-1162": "acl:D14-1162",
    "https://doi.org/10.18653/v1/2020.emnlp-main.550": "acl:2020.emnlp-main.550",
    "https://doi.org/10.18653/V1/2020.EMNLP-MAIN.550": "acl:2020.emnlp-main.550",
    "https://doi.org/10.18653/v1/2020.emnlp-main": "doi:10.18653/v1/2020.emnlp-main",
    "https://aclanthology.org/venues/acl/": "url:aclanthology.org/venues/acl",
    "https://aclanthology.org/volumes/P19-1/": "url:aclanthology.org/volumes/P19-1",
}
ATTENTION = "3f5ee243547dee91fbd053c1c4a845aa"
AGENTBENCH = "e9df36b21ff4ee211a8b71ee8b7e9f57"
NEURIPS = {
    f"https://{host}/{path}/2017/{form}": f"neurips:2017/{ATTENTION}"
    for host in ("proceedings.neurips.cc", "papers.nips.cc", "papers.neurips.cc")
    for path in ("paper", "paper_files/paper")
    for form in (f"hash/{ATTENTION}-Abstract.html", f"file/{ATTENTION}-Paper.pdf")
} | {
    # The hash of another paper, three years later, is the same.
    f"https://proceedings.neurips.cc/paper/2020/hash/{ATTENTION}-Abstract.html": (
        f"neurips:2020/{ATTENTION}"
    ),
    f"https://proceedings.iclr.cc/paper_files/paper/2024/file/{AGENTBENCH}-Paper-Conference.pdf": (
        f"iclr:2024/{AGENTBENCH}"
    ),
    f"https://proceedings.iclr.cc/paper_files/paper/2024/hash/{AGENTBENCH}-Abstract.html": (
        f"iclr:2024/{AGENTBENCH}"
    ),
    "https://papers.nips.cc/paper/7181-attention-is-all-you-need": "neurips:7181",
    "http://papers.nips.cc/paper/7181-attention-is-all-you-need.pdf": "neurips:7181",
    "https://papers.nips.cc/paper/2017": "url:papers.nips.cc/paper/2017",
}
_RESNET = "He_Deep_Residual_Learning_CVPR_2016"
_GCNET = "Cao_GCNet_Non-Local_Networks_Meet_Squeeze-Excitation_Networks_and_Beyond_ICCVW_2019"
_VQ = "Huang_Not_All_Image_Regions_Matter_Masked_Vector_Quantization_for_Autoregressive_CVPR_2023"
_CVF = "https://openaccess.thecvf.com"
CVF = {
    f"{_CVF}/content/CVPR2023/papers/{_VQ}_paper.pdf": f"cvf:{_VQ.lower()}",
    f"{_CVF}/content/CVPR2023/html/{_VQ}_paper.html": f"cvf:{_VQ.lower()}",
    f"{_CVF}/content_cvpr_2016/html/{_RESNET}_paper.html": f"cvf:{_RESNET.lower()}",
    f"{_CVF}/content_cvpr_2016/papers/{_RESNET}_paper.pdf": f"cvf:{_RESNET.lower()}",
    f"{_CVF}/content_CVPR_2016/papers/{_RESNET.upper()}_paper.pdf": f"cvf:{_RESNET.lower()}",
    f"https://www.cv-foundation.org/openaccess/content_cvpr_2016/papers/{_RESNET}_paper.pdf": (
        f"cvf:{_RESNET.lower()}"
    ),
    f"{_CVF}/content_ICCVW_2019/papers/NeurArch/{_GCNET}_paper.pdf": f"cvf:{_GCNET.lower()}",
    f"{_CVF}/content_ICCVW_2019/html/NeurArch/{_GCNET}_paper.html": f"cvf:{_GCNET.lower()}",
    f"{_CVF}/CVPR2023": "url:openaccess.thecvf.com/CVPR2023",
}
MLR = {
    "https://proceedings.mlr.press/v97/tan19a.html": "pmlr:v97/tan19a",
    "http://proceedings.mlr.press/v97/tan19a": "pmlr:v97/tan19a",
    "http://proceedings.mlr.press/v97/tan19a/tan19a.pdf": "pmlr:v97/tan19a",
    "http://proceedings.mlr.press/v28/sutskever13.pdf": "pmlr:v28/sutskever13",
    "http://www.jmlr.org/proceedings/papers/v9/glorot10a/glorot10a.pdf": "pmlr:v9/glorot10a",
    "https://raw.githubusercontent.com/mlresearch/v235/main/assets/jesson24a/jesson24a.pdf": (
        "pmlr:v235/jesson24a"
    ),
    "https://proceedings.mlr.press/v97/": "url:proceedings.mlr.press/v97",
    "https://proceedings.mlr.press/v97/index.html": "url:proceedings.mlr.press/v97/index.html",
    "https://jmlr.org/papers/v20/18-444.html": "jmlr:v20/18-444",
    "https://www.jmlr.org/papers/v20/18-444": "jmlr:v20/18-444",
    "https://jmlr.org/papers/v20/18-444.bib": "jmlr:v20/18-444",
    "https://www.jmlr.org/papers/volume20/18-444/18-444.pdf": "jmlr:v20/18-444",
    "https://www.jmlr.org/papers/volume3/bengio03a/bengio03a.pdf": "jmlr:v3/bengio03a",
    "https://www.jmlr.org/papers/v3/bengio03a.html": "jmlr:v3/bengio03a",
    "http://jmlr.csail.mit.edu/papers/v12/pedregosa11a.html": "jmlr:v12/pedregosa11a",
    "https://www.jmlr.org/papers/v12/": "url:jmlr.org/papers/v12",
}
DOI = {
    "https://doi.org/10.1561/1500000019": "doi:10.1561/1500000019",
    "https://dx.doi.org/10.1561/1500000019": "doi:10.1561/1500000019",
    "https://doi.org/doi:10.1561/1500000019": "doi:10.1561/1500000019",
    "https://doi.org/10.1162/NECO.1997.9.8.1735": "doi:10.1162/neco.1997.9.8.1735",
    "https://doi.org/10.1561/1500000019.": "doi:10.1561/1500000019",
    "https://doi.org/10.1561/1500000019),;": "doi:10.1561/1500000019",
    "https://doi.org/10.1007/JHEP01(2016)023": "doi:10.1007/jhep01(2016)023",
    "https://doi.org/10.1016/S0306-4573%2897%2900000-1": "doi:10.1016/s0306-4573(97)00000-1",
    "https://doi.org/10.1002%2Fasi.4630270302": "doi:10.1002/asi.4630270302",
    # Cut off before its angle bracket it would be the DOI of every article of the issue.
    "https://doi.org/10.1002/(SICI)1097-4571(199009)41:6%3C391::AID-ASI1%3E3.0.CO;2-9": (
        "doi:10.1002/(sici)1097-4571(199009)41:6<391::aid-asi1>3.0.co;2-9"
    ),
    "https://dl.acm.org/doi/10.1145/3397271.3401075": "doi:10.1145/3397271.3401075",
    "https://dl.acm.org/doi/abs/10.1145/3397271.3401075": "doi:10.1145/3397271.3401075",
    "https://dl.acm.org/doi/pdf/10.1145/3397271.3401075": "doi:10.1145/3397271.3401075",
    "https://dl.acm.org/doi/full/10.1145/3397271.3401075": "doi:10.1145/3397271.3401075",
    "https://dl.acm.org/doi/fullHtml/10.1145/3397271.3401075": "doi:10.1145/3397271.3401075",
    "https://link.springer.com/article/10.1007/s11263-015-0816-y": "doi:10.1007/s11263-015-0816-y",
    "https://link.springer.com/article/10.1007/s11263-015-0816-y/figures/2": (
        "doi:10.1007/s11263-015-0816-y"
    ),
    "https://link.springer.com/chapter/10.1007/11564096_9": "doi:10.1007/11564096_9",
    "https://link.springer.com/content/pdf/10.1007%2F11564096_9.pdf": "doi:10.1007/11564096_9",
    "https://onlinelibrary.wiley.com/doi/10.1002/asi.4630270302": "doi:10.1002/asi.4630270302",
    "https://onlinelibrary.wiley.com/doi/abs/10.1002/asi.4630270302": (
        "doi:10.1002/asi.4630270302"
    ),
    "https://asistdl.onlinelibrary.wiley.com/doi/10.1002/asi.4630270302": (
        "doi:10.1002/asi.4630270302"
    ),
    "https://www.science.org/doi/10.1126/science.aar6404": "doi:10.1126/science.aar6404",
    "https://www.science.org/doi/full/10.1126/science.aar6404": "doi:10.1126/science.aar6404",
    "https://www.pnas.org/doi/10.1073/pnas.79.8.2554": "doi:10.1073/pnas.79.8.2554",
    "https://www.nature.com/articles/s41586-021-03819-2": "doi:10.1038/s41586-021-03819-2",
    "https://www.nature.com/articles/s41586-021-03819-2.pdf": "doi:10.1038/s41586-021-03819-2",
    "https://www.nature.com/articles/s41586-021-03819-2/figures/1": (
        "doi:10.1038/s41586-021-03819-2"
    ),
    "https://www.nature.com/articles/nature14539#Sec1": "doi:10.1038/nature14539",
    "https://www.nature.com/articles/323533a0": "doi:10.1038/323533a0",
    "https://www.nature.com/subjects/physics": "url:nature.com/subjects/physics",
    "https://example.org/10.1234/2106.09685": "url:example.org/10.1234/2106.09685",
    "https://doi.org/10/gfxkdr": "url:doi.org/10/gfxkdr",
}
_PROTTRANS = "10.1101/2020.07.12.199554"
_NEW_PREFIX = "10.64898/2025.12.12.693897"
PREPRINTS = {
    f"https://www.biorxiv.org/content/{_PROTTRANS}": f"doi:{_PROTTRANS}",
    f"https://www.biorxiv.org/content/{_PROTTRANS}v3": f"doi:{_PROTTRANS}",
    f"https://www.biorxiv.org/content/{_PROTTRANS}v3.full": f"doi:{_PROTTRANS}",
    f"https://www.biorxiv.org/content/{_PROTTRANS}v3.full.pdf": f"doi:{_PROTTRANS}",
    f"https://www.biorxiv.org/content/{_PROTTRANS}v3.full.pdf+html": f"doi:{_PROTTRANS}",
    f"https://www.biorxiv.org/content/{_PROTTRANS}.abstract": f"doi:{_PROTTRANS}",
    f"https://doi.org/{_PROTTRANS}": f"doi:{_PROTTRANS}",
    f"https://doi.org/{_PROTTRANS}v3": f"doi:{_PROTTRANS}",
    "https://www.biorxiv.org/content/early/2020/07/21/2020.07.12.199554": f"doi:{_PROTTRANS}",
    "https://www.biorxiv.org/content/early/2018/08/29/403642": "doi:10.1101/403642",
    "https://www.biorxiv.org/content/biorxiv/early/2018/08/29/403642.full.pdf": (
        "doi:10.1101/403642"
    ),
    "https://www.biorxiv.org/content/10.1101/403642v1": "doi:10.1101/403642",
    f"https://www.biorxiv.org/content/{_NEW_PREFIX}v1.full": f"doi:{_NEW_PREFIX}",
    f"https://doi.org/{_NEW_PREFIX}": f"doi:{_NEW_PREFIX}",
    "https://www.biorxiv.org/content/early/2026/01/07/2026.01.05.697809": (
        "doi:10.64898/2026.01.05.697809"
    ),
    # Of this month it cannot be told from the address.
    "https://biorxiv.org/content/early/2025/12/14/2025.12.12.693897": (
        "url:biorxiv.org/content/early/2025/12/14/2025.12.12.693897"
    ),
    "https://www.medrxiv.org/content/10.1101/2020.02.06.20020974v1": (
        "doi:10.1101/2020.02.06.20020974"
    ),
    "https://www.medrxiv.org/content/10.64898/2026.01.25.26344809v1.full-text": (
        "doi:10.64898/2026.01.25.26344809"
    ),
    "https://www.biorxiv.org/content/about-biorxiv": "url:biorxiv.org/content/about-biorxiv",
}
_S2 = "204e3073870fae3d05bcbc2f6a8e263d9b72e776"
SEMANTIC_SCHOLAR = {
    f"https://www.semanticscholar.org/paper/{_S2}": f"s2:{_S2}",
    f"https://www.semanticscholar.org/paper/{_S2.upper()}": f"s2:{_S2}",
    f"https://www.semanticscholar.org/paper/Attention-is-All-you-Need/{_S2}": f"s2:{_S2}",
    f"https://www.semanticscholar.org/paper/Attention-is-All-you-Need/{_S2}/figure/0": f"s2:{_S2}",
    f"https://www.semanticscholar.org/reader/{_S2}": f"s2:{_S2}",
    f"https://api.semanticscholar.org/graph/v1/paper/{_S2}": f"s2:{_S2}",
    "https://api.semanticscholar.org/CorpusID:13756489": "s2:CorpusID:13756489",
    "https://www.semanticscholar.org/paper/CorpusID:13756489": "s2:CorpusID:13756489",
    "https://www.semanticscholar.org/author/1": "url:semanticscholar.org/author/1",
}
YOUTUBE = [
    "https://www.youtube.com/watch?v=kCc8FmEb1nY",
    "https://youtube.com/watch?v=kCc8FmEb1nY&list=PLAqhIrjkxbuW&index=2&si=aBc",
    "https://www.youtube.com/watch?list=PLAqhIrjkxbuW&v=kCc8FmEb1nY",
    "https://m.youtube.com/watch?v=kCc8FmEb1nY",
    "https://music.youtube.com/watch?v=kCc8FmEb1nY",
    "https://www.youtube-nocookie.com/embed/kCc8FmEb1nY",
    "https://youtu.be/kCc8FmEb1nY",
    "https://youtu.be/kCc8FmEb1nY?si=aBc",
    "https://youtu.be/kCc8FmEb1nY&t=90",
    "https://www.youtube.com/watch?v=kCc8FmEb1nY).",
    "https://www.youtube.com/shorts/kCc8FmEb1nY",
    "https://www.youtube.com/embed/kCc8FmEb1nY",
    "https://www.youtube.com/v/kCc8FmEb1nY&hl=en",
    "https://www.youtube.com/live/kCc8FmEb1nY",
]
ANYTHING = {
    "https://sander.ai/2024/06/noise.html": "sander.ai/2024/06/noise.html",
    "http://www.example.org/a": "example.org/a",
    "https://www.www.example.org/a": "example.org/a",
    "https://www.com/a": "www.com/a",
    "https://EXAMPLE.org/Path": "example.org/Path",
    "https://example.org/": "example.org",
    "https://example.org./a": "example.org/a",
    "https://example.org/a/": "example.org/a",
    "https://example.org/a//": "example.org/a",
    "https://example.org/?q=a": "example.org?q=a",
    "https://example.org:443/a": "example.org/a",
    "http://example.org:80/a": "example.org/a",
    "https://example.org:8080/a": "example.org:8080/a",
    "https://[2001:db8::1]:8080/a": "[2001:db8::1]:8080/a",
    "https://somebody:secret@example.org/a": "example.org/a",
    "https://example.org/@somebody/a": "example.org/@somebody/a",
    "https://example.org/a?utm_source=x&utm_medium=y": "example.org/a",
    "https://example.org/a?ref=hn&b=2&a=1": "example.org/a?b=2&a=1",
    "https://example.org/a?fbclid=x&gclid=y": "example.org/a",
    "https://example.org/a?&b=2&&a": "example.org/a?b=2&a",
    "https://example.org/a?reference=2&table=3&utm=1": "example.org/a?reference=2&table=3&utm=1",
    "https://example.org/a?context=b": "example.org/a?context=b",
    "https://github.com/srush/awesome-o1?tab=readme-ov-file#papers": "github.com/srush/awesome-o1",
    "https://example.org/a#intro": "example.org/a",
    "https://example.org/a#:~:text=a%20few%20words": "example.org/a",
    "https://example.org/#/talks": "example.org#/talks",
    "https://example.org/#/talks:~:text=one": "example.org#/talks",
    "https://example.org/a#z=1&q=2": "example.org/a#z=1&q=2",
    "https://example.org/a#!talks": "example.org/a#!talks",
    "https://example.org/a.pdf#page=3&zoom=100": "example.org/a.pdf",
    "https://example.org/a%20b%2Bc%C3%BC+d?q=%2B+": "example.org/a%20b%2Bc%C3%BC+d?q=%2B+",
    "https://example.org//a//b": "example.org//a//b",
    "https://日本語.example/パス": "日本語.example/パス",
    "https://xn--wgv71a119e.example/%E3%83%91": "日本語.example/%E3%83%91",
    "https://xn--a.example/": "xn--a.example",
    "https://arxiv.org/list/cs.CL/recent?context=cs": "arxiv.org/list/cs.CL/recent",
    "https://arxiv.org/search/?query=bm25": "arxiv.org/search?query=bm25",
    "https://arxiv.org/a/karpathy_a_1": "arxiv.org/a/karpathy_a_1",
    "https://info.arxiv.org/help/api": "info.arxiv.org/help/api",
    "https://alphaxiv.org/abs/2608.some-slug": "alphaxiv.org/abs/2608.some-slug",
    "https://scirate.com/arxiv/cs.CL": "scirate.com/arxiv/cs.CL",
    "https://huggingface.co/papers/date/2024-08-14": "huggingface.co/papers/date/2024-08-14",
    "https://huggingface.co/meta-llama/2106.09685": "huggingface.co/meta-llama/2106.09685",
    "https://dblp.org/rec/conf/nips/VaswaniSPUJGKP17": "dblp.org/rec/conf/nips/VaswaniSPUJGKP17",
    "https://example.org/item/1234567": "example.org/item/1234567",
    "https://www.youtube.com/@AndrejKarpathy": "youtube.com/@AndrejKarpathy",
    "https://www.youtube.com/playlist?list=PLAqhI": "youtube.com/playlist?list=PLAqhI",
    "https://www.youtube.com/embed/videoseries?list=P": "youtube.com/embed/videoseries?list=P",
    "https://www.youtube.com/redirect?v=kCc8FmEb1nY&q=a": (
        "youtube.com/redirect?v=kCc8FmEb1nY&q=a"
    ),
}
KEYS = {
    **dict.fromkeys([*ARXIV, *MIRRORS], "arxiv:2408.06292"),
    **{address: f"arxiv:{name}" for address, name in OTHER_ARXIV.items()},
    **OPENREVIEW,
    **ACL,
    **NEURIPS,
    **CVF,
    **MLR,
    **DOI,
    **PREPRINTS,
    **SEMANTIC_SCHOLAR,
    **dict.fromkeys(YOUTUBE, "youtube:kCc8FmEb1nY"),
    **{address: f"url:{rest}" for address, rest in ANYTHING.items()},
}

_HEX = "34e1dbe95d34d7ebaf99b9bcaeb5b2be"
# What only looks like an identifier, and the part of it that cannot be one.
MALFORMED = {
    "https://arxiv.org/pdf/1706.0376": "1706.0376",  # five digits since 2015
    "https://arxiv.org/pdf/1412.69801": "1412.69801",  # four before
    "https://arxiv.org/abs/1713.00001": "1713.00001",  # there is no 13th month
    "https://arxiv.org/abs/1700.00001": "1700.00001",
    "https://arxiv.org/abs/0703.0001": "0703.0001",  # the form began a month later
    "https://arxiv.org/abs/2408.06292v0": "2408.06292v0",
    "https://arxiv.org/abs/2408.062921": "2408.062921",
    "https://arxiv.org/abs/2408.06292.": "2408.06292.",
    "https://arxiv.org/abs/2408": "2408",
    "https://arxiv.org/abs/math/061180": "math/061180",
    "https://arxiv.org/abs/math/0613800": "math/0613800",
    "https://arxiv.org/abs/math.CA/0704001": "math.CA/0704001",  # no longer in use
    "https://huggingface.co/papers/1706.0376": "1706.0376",
    "https://doi.org/10.123/abc": "10.123/abc",
    "https://doi.org/10.1561/": "10.1561",
    "https://doi.org/10.48550/arXiv.1706.0376": "10.48550/arXiv.1706.0376",
    "https://dl.acm.org/doi/10.1145": "10.1145",
    "https://openreview.net/forum?id=B1ck+MDqlg": "B1ck MDqlg",
    "https://aclanthology.org/P19-113": "P19-113",
    "https://aclanthology.org/P19-11390.pdf": "P19-11390",
    f"https://papers.nips.cc/paper_files/paper/2023/file/{_HEX[:-1]}-Paper.pdf": _HEX[:-1],
    f"https://www.semanticscholar.org/paper/{_S2}0": f"{_S2}0",
    "https://www.youtube.com/watch?v=kCc8FmEb1n": "kCc8FmEb1n",
    "https://youtu.be/kCc8FmEb1nY1": "kCc8FmEb1nY1",
}
