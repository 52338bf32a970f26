# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: dcmtk
#
# storescu sends a picture of random bytes to storescp: DICOM.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned client other:dicom
	owned server other:dicom
}

setup() {
	mkdir "$tmp/got"
	give server "$tmp/got"
	random_file "$tmp/pixels" 120000
	{
		printf '(0008,0016) UI =SecondaryCaptureImageStorage\n(0008,0018) UI [1.2.826.0.1.3680043.2.1143.1]\n(0010,0010) PN [Lab^Anne]\n'
		printf '(0020,000d) UI [1.2.826.0.1.3680043.2.1143.2]\n(0020,000e) UI [1.2.826.0.1.3680043.2.1143.3]\n'
		printf '(0028,0002) US 1\n(0028,0004) CS [MONOCHROME2]\n(0028,0010) US 300\n(0028,0011) US 400\n(0028,0100) US 8\n'
		printf '(0028,0101) US 8\n(0028,0102) US 7\n(0028,0103) US 0\n(7fe0,0010) OB =%s\n' "$tmp/pixels"
	} >"$tmp/picture.txt"
	dump2dcm "$tmp/picture.txt" "$tmp/picture.dcm" >"$tmp/dump2dcm.log" 2>&1 || return
	spawn o1 server storescp -aet LAB -od "$tmp/got" 11112
	wait_for 10 listens "$(ns o1)" 11112
}

go() {
	as l1 client timeout 6 echoscu "$(addr4 o1)" 11112
	as l1 client timeout 6 storescu "$(addr4 o1)" 11112 "$tmp/picture.dcm"
}

proved() {
	rm -rf "$tmp/raw"
	mkdir "$tmp/raw"
	dcmdump +W "$tmp/raw" "$tmp"/got/* >/dev/null 2>&1
	same_file "$tmp/pixels" "$tmp"/raw/*
}
versions() { version_of dcmtk; }
